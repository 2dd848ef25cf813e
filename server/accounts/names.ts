/** `reason` goes on after "The username", without a full stop. */
export type UsernameCheck = { ok: true; key: string; skeleton: string } | { ok: false; reason: string }

export const USERNAME_LENGTH_MAX = 30

/**
 * Names that would speak for the server, its staff or everybody. Sources: Mastodon's `reserved_usernames`; RFC 2142
 * (mailboxes of roles; with admin and administrator also those that certificate authorities write to, CA/Browser
 * Forum Baseline Requirements 3.2.2.4.4); this server's own nouns; words that read as an answer of a program.
 */
const RESERVED = `
  admin administrator admins root sysadmin superuser sudo owner operator staff team official moderator moderators mod
  mods support helpdesk help security safety trust legal privacy terms billing payments
  postmaster abuse webmaster hostmaster mailerdaemon noreply donotreply info contact noc usenet uucp ftp www mail smtp
  api oauth auth authorize login logout signin signup signout register account accounts settings preferences
  password about explore search home public local federated notifications messages streaming media
  tweeter mastodon instance server system service localhost bot nobody anonymous guest deleted unknown
  everyone everybody here all channel me null undefined none true false
`
  .trim()
  .split(/\s+/)

const reserved = new Set(RESERVED)
const reservedBySkeleton = Map.groupBy(RESERVED, skeletonOf)

/** Whether the text can be a local name at all: `[a-z0-9_]`, any case, 1 to 30 (Mastodon's rule for local accounts). */
export function isUsername(name: string): boolean {
  return name.length <= USERNAME_LENGTH_MAX && /^[A-Za-z0-9_]+$/.test(name)
}

/**
 * Checks a name that a person asks for. `key` is the exact claim (names keep their case and are compared without
 * it); `skeleton` is for finding names that look like it, among which `looksAlike` decides.
 *
 * Only a sign-up by a person has to mind look-alikes of *existing* names: imports of names such as `88` and `38535`,
 * and what an operator creates, claim the `key` and nothing else; an operator who wants a reserved name checks with
 * `isUsername` alone.
 */
export function checkUsername(name: string): UsernameCheck {
  if (name === '') return { ok: false, reason: 'needs at least one character' }
  if (name.length > USERNAME_LENGTH_MAX) {
    return { ok: false, reason: `may have at most ${USERNAME_LENGTH_MAX} characters` }
  }
  if (!isUsername(name)) return { ok: false, reason: 'may have letters a to z, digits and underscores only' }
  const key = name.toLowerCase()
  if (reserved.has(key)) return { ok: false, reason: 'is reserved' }
  const skeleton = skeletonOf(name)
  const model = reservedBySkeleton.get(skeleton)?.find((candidate) => looksAlike(name, candidate))
  if (model) return { ok: false, reason: `looks too much like ${model}, which is reserved` }
  return { ok: true, key, skeleton }
}

/**
 * Names that might be taken for each other share a skeleton: o and 0; i, l, 1; m and rn; w and vv; underscores do not
 * count. It is the coarse half, made for an index: where skeletons are equal, ask `looksAlike`.
 */
export function skeletonOf(name: string): string {
  return fold(name).replace(/[1i]/g, 'l')
}

/**
 * Whether one name can be mistaken for the other. Follows Unicode's confusables (UTS #39) where they concern ASCII:
 * 0 and O; 1, l and a capital I; m and rn. Added: vv and w, 1 for i (`adm1n`), underscores.
 * Left out, so that ordinary names do not collide: a small i and l, which differ in every type (Maria and Marla, Neil
 * and Nell; a capital I in `MarIa` does count), and 5/s, 2/z, 8/b, cl/d, nn/m, which differ on a second look and meet
 * often (`user5` and `users`, `clark` and `dark`). Numbers never look like other numbers.
 */
export function looksAlike(a: string, b: string): boolean {
  const left = fold(a)
  const right = fold(b)
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) {
    const pair = left[i]! + right[i]!
    if (pair[0] !== pair[1] && !['1i', 'i1', '1l', 'l1'].includes(pair)) return false
  }
  return true
}

/** A capital I becomes 1, which may be read as i and as l. A name of underscores only stays itself. */
function fold(name: string): string {
  const plain = name.replaceAll('_', '') || name
  const lower = plain.replaceAll('I', '1').toLowerCase()
  return lower.replaceAll('0', 'o').replaceAll('rn', 'm').replaceAll('vv', 'w')
}
