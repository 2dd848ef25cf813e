import type { WriteStream } from 'node:tty'

const REDRAW_MS = 80
const PLAIN_MS = 3000
const BAR = 30

/** How far long work is: a bar that is drawn over on a terminal, a line every few seconds elsewhere. */
export class Progress {
  readonly #out: NodeJS.WriteStream | WriteStream
  #label = ''
  #saidAt = 0
  #drawn = false

  constructor(out: NodeJS.WriteStream = process.stderr) {
    this.#out = out
  }

  /** @param total 0 where nobody knows it; then `done` is not shown either. */
  update(label: string, done: number, total: number): void {
    const now = performance.now()
    const isNew = label !== this.#label
    if (!isNew && now - this.#saidAt < (this.#out.isTTY ? REDRAW_MS : PLAIN_MS)) return
    this.#label = label
    this.#saidAt = now
    const percent = total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : null
    if (!this.#out.isTTY) {
      this.#out.write(percent === null ? `${label} …\n` : `${label} ${percent} %\n`)
      return
    }
    const full = Math.round(((percent ?? 0) / 100) * BAR)
    const bar = percent === null ? '…' : `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${percent} %`
    this.#out.write(`\r\x1b[2K${label.padEnd(10)} ${bar}`)
    this.#drawn = true
  }

  /** A line that stays, above the bar. */
  say(line: string): void {
    this.end()
    this.#out.write(`${line}\n`)
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#drawn) this.#out.write('\r\x1b[2K')
    this.#drawn = false
  }
}
