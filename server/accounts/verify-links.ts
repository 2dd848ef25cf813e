import type { App } from '../app.ts'
import { messageOf, perApp } from '../kit/index.ts'
import { fetchOutside, OutsideError } from '../outgoing/index.ts'
import { emit, emitAt } from '../signals/index.ts'
import type { Tx } from '../storage/index.ts'
import { type AccountRow, accountRows, lockUser, updateAccount } from './queries.ts'
import { linksBack } from './rel-me.ts'
import { linksGiven, profileChanged } from './signals.ts'
import { profileUrl } from './views.ts'

type Field = AccountRow['fields'][number]

const MOST_PAGE_BYTES = 1024 * 1024
const TIMEOUT_MS = 6000
/** Of one server, by all who have it in their profile. */
const MOST_PER_MINUTE = 30
/** Other slow jobs, mails among them, must not wait behind slow pages. */
const MOST_AT_ONCE = 1
const MOST_PUT_OFF = 12
const LONGEST_WAIT_MS = 10 * 60_000

const underWay = perApp((_app: App) => ({ count: 0 }))

/**
 * The fields of a profile as they are to be stored: a link that was proven stays so while it is the same.
 *
 * @param before what was stored.
 */
export const withProof = (fields: readonly Field[], before: readonly Field[]): Field[] =>
  fields.map((field) => {
    const proof = before.find(({ value, verified_at }) => value === field.value && verified_at)?.verified_at
    return proof ? { ...field, verified_at: proof } : field
  })

/** Leaves the job where there is something to prove. */
export async function askForProof(app: App, tx: Tx, accountId: number, fields: readonly Field[]): Promise<void> {
  if (unproven(app, fields).length > 0) await emit(tx, linksGiven, { accountId, putOff: 0 })
}

/** The addresses that stand alone in a field, without proof. A network that itself does not speak TLS is somebody's test. */
const unproven = (app: App, fields: readonly Field[]): string[] =>
  fields.flatMap(({ value, verified_at }) => {
    const url = verified_at ? null : URL.parse(value)
    const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && app.config.url.startsWith('http:'))
    return url && isSecure && !url.username && !url.password ? [value] : []
  })

/**
 * The job: asks the pages that a profile links to whether they link back, and notes of each that does when it was seen,
 * as Mastodon does. A page that does not answer proves nothing; it is asked again when the profile is saved again.
 */
export async function verifyLinks(app: App, tx: Tx, asked: { accountId: number; putOff: number }): Promise<void> {
  if (!app.config.linkPreviews) return
  const running = underWay(app)
  if (running.count >= MOST_AT_ONCE) return await putOff(app, tx, asked)
  running.count++
  try {
    await verify(app, tx, asked.accountId)
  } finally {
    running.count--
  }
}

async function verify(app: App, tx: Tx, accountId: number): Promise<void> {
  const [account] = await accountRows(tx, [accountId])
  if (!account || account.deleted_at || account.suspended_at) return
  const own = [profileUrl(app, account.username), `${app.config.url}/users/${account.username}`]
  const links = unproven(app, account.fields)
  const answers = await Promise.all(links.map((link) => provesBy(app, link, own)))
  const proven = links.filter((_, place) => answers[place])
  if (proven.length === 0) return
  // The person may have changed them meanwhile.
  await lockUser(tx, accountId)
  const [now] = await accountRows(tx, [accountId])
  const seen = app.now().toISOString()
  const isProven = (field: Field) => !field.verified_at && proven.includes(field.value)
  if (!now || now.deleted_at || !now.fields.some(isProven)) return
  const fields = now.fields.map((field) => (isProven(field) ? { ...field, verified_at: seen } : field))
  await updateAccount(tx, accountId, { fields: tx.json(fields) })
  await emit(tx, profileChanged, { accountId })
}

async function provesBy(app: App, link: string, own: readonly string[]): Promise<boolean> {
  try {
    const { status, bytes, url } = await fetchOutside(app, link, {
      maxBytes: MOST_PAGE_BYTES,
      timeoutMs: TIMEOUT_MS,
      accept: ['text/html', 'application/xhtml+xml'],
      mostPerMinute: MOST_PER_MINUTE,
    })
    return status === 200 && (await linksBack(bytes.toString('utf8'), url, own))
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    app.log.debug({ url: link }, `A link of a profile is not proven: ${messageOf(error)}`)
    return false
  }
}

/** In 3 seconds, 6, … up to 10 minutes, somewhat earlier or later, so that they do not all come back together. */
async function putOff(app: App, tx: Tx, { accountId, putOff: times }: { accountId: number; putOff: number }) {
  if (times >= MOST_PUT_OFF) return
  const waitMs = Math.min(3000 * 2 ** times, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2)
  await emitAt(tx, linksGiven, { accountId, putOff: times + 1 }, new Date(app.now().getTime() + waitMs))
}
