import type { FollowerStatus } from '../../server/requests/index.ts'

const PLAIN_MS = 10_000

/**
 * How a follower stands: on a terminal one line that is written over, elsewhere a line now and then when something
 * happened, or each time as JSON for programs (on the standard output).
 */
export class StatusLine {
  readonly #json: boolean
  #shownMs = performance.now()
  #saidMs = Number.NEGATIVE_INFINITY
  #records = 0
  #said = ''
  #elsewhere = ''

  constructor(json: boolean) {
    this.#json = json
  }

  show(status: FollowerStatus): void {
    const now = performance.now()
    const perSecond = Math.round(((status.records - this.#records) * 1000) / Math.max(1, now - this.#shownMs))
    this.#shownMs = now
    this.#records = status.records
    if (this.#json) print({ ...figuresOf(status), records_per_second: perSecond })
    else this.#say(status, perSecond, now)
  }

  #say(status: FollowerStatus, perSecond: number, now: number): void {
    this.#sayElsewhere(status)
    const text = textOf(status)
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[2K${count(perSecond)} records/s · ${text}`)
    } else if (now - this.#saidMs >= PLAIN_MS && text !== this.#said) {
      this.#saidMs = now
      this.#said = text
      console.error(`${count(perSecond)} records/s · ${text}`)
    }
  }

  /** What it came to in all. */
  end(status: FollowerStatus): void {
    if (this.#json) {
      print({ ...figuresOf(status), ended: true })
      return
    }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
    const { records, rejected, files } = status
    const lines = rejected > 0 ? `, ${count(rejected)} lines that could not be read` : ''
    console.log(`${count(records)} records in ${count(files)} ${files === 1 ? 'file' : 'files'}${lines}`)
  }

  #sayElsewhere({ elsewhere }: FollowerStatus): void {
    const holders = elsewhere.join(', ')
    if (holders === this.#elsewhere) return
    this.#elsewhere = holders
    if (holders === '') return
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
    console.error(
      `Some of the files are being read by ${holders} (host:process), such as a server with TWEETER_REQUESTS=on. They are left to it; when it ends, this goes on with them.`,
    )
  }
}

const print = (figures: object): void => console.log(JSON.stringify(figures))

const count = (number: number): string => number.toLocaleString('en-GB')

function textOf({ records, rejected, lagSeconds, files, failing }: FollowerStatus): string {
  const parts = [`${count(records)} records`, `lag ${lagSeconds.toFixed(1)} s`, `${count(rejected)} rejected`]
  parts.push(`${count(files)} ${files === 1 ? 'file' : 'files'}`)
  if (failing > 0) parts.push(`${failing} cannot be read`)
  return parts.join(' · ')
}

const figuresOf = ({ records, rejected, bytes, files, failing, elsewhere, ...lag }: FollowerStatus) => ({
  records,
  rejected,
  bytes,
  lag_seconds: Math.round(lag.lagSeconds * 1000) / 1000,
  worst_lag_seconds: Math.round(lag.worstLagSeconds * 1000) / 1000,
  files,
  failing,
  elsewhere,
})
