/** What is being written: one post, or several as a thread. Plain data; the hooks and components stand on it. */
import type { CredentialAccount, Visibility } from '../../server/accounts/schema.ts'
import type { MediaAttachment } from '../../server/media/schema.ts'
import type { DraftBody } from '../../server/posts/later/schema.ts'
import type { CreateStatus, EditStatus, Poll } from '../../server/posts/schema.ts'

export type ReplyPolicy = NonNullable<CreateStatus['reply_policy']>
type QuotePolicyName = 'public' | 'followers' | 'nobody'

export interface Focus {
  readonly x: number
  readonly y: number
}

/** A picture, film or sound on its way to the server, or there. */
export interface Medium {
  readonly key: string
  readonly name: string
  readonly kind: MediaAttachment['type']
  /** What can be shown of it; null while there is nothing. */
  readonly preview: string | null
  readonly state: 'uploading' | 'processing' | 'ready' | 'failed'
  /** From 0 to 1, of the upload. */
  readonly progress: number
  /** Why it failed, as a sentence. */
  readonly error: string | null
  /** The server's; null until it is there. */
  readonly id: string | null
  readonly description: string
  readonly focus: Focus | null
  /** What the server knows of the two above, as JSON; null: nothing yet. */
  readonly described: string | null
}

export interface PollForm {
  readonly options: readonly { readonly key: string; readonly text: string }[]
  readonly seconds: number
  readonly multiple: boolean
  readonly hideTotals: boolean
}

/** One post of what is written. */
export interface Piece {
  readonly key: string
  readonly text: string
  /** null: there is no field for it. */
  readonly warning: string | null
  readonly media: readonly Medium[]
  readonly poll: PollForm | null
  readonly sensitive: boolean
}

export interface Settings {
  readonly visibility: Visibility
  /** '' lets the server find out. */
  readonly language: string
  readonly replyPolicy: ReplyPolicy
  readonly quotePolicy: QuotePolicyName
  /** When it is to be published, ISO; null: now. */
  readonly scheduledAt: string | null
}

/** What it is to become when it is sent. */
export type Origin = { readonly kind: 'new' } | { readonly kind: 'edit' | 'draft' | 'scheduled'; readonly id: string }

export interface Composition {
  readonly pieces: readonly Piece[]
  readonly settings: Settings
  readonly origin: Origin
  readonly replyTo: string | null
  readonly quoting: string | null
  /** A reply may not be seen by more people than this. */
  readonly widest: Visibility
}

let count = 0
export const newKey = (): string => `${Date.now().toString(36)}-${++count}`

export const emptyPiece = (): Piece => ({
  key: newKey(),
  text: '',
  warning: null,
  media: [],
  poll: null,
  sensitive: false,
})

const DAY_SECONDS = 24 * 3600
export const newPoll = (): PollForm => ({
  options: [option(), option()],
  seconds: DAY_SECONDS,
  multiple: false,
  hideTotals: false,
})
export const option = (text = '') => ({ key: newKey(), text })

/** What the person's own settings say for a new post. */
export function settingsOf(me: Pick<CredentialAccount, 'source'>): Settings {
  return {
    visibility: me.source.privacy,
    language: me.source.language ?? '',
    replyPolicy: 'everyone',
    quotePolicy: (me.source.quote_policy || 'public') as QuotePolicyName,
    scheduledAt: null,
  }
}

const ORDER: readonly Visibility[] = ['public', 'unlisted', 'private', 'direct']
/** Whether `one` shows a post to more people than `other`. */
export const isWider = (one: Visibility, other: Visibility): boolean => ORDER.indexOf(one) < ORDER.indexOf(other)
export const narrower = (one: Visibility, other: Visibility): Visibility => (isWider(one, other) ? other : one)

export const isEmpty = (piece: Piece): boolean =>
  piece.text.trim() === '' &&
  !piece.warning?.trim() &&
  piece.media.length === 0 &&
  (piece.poll?.options.every(({ text }) => text.trim() === '') ?? true)

/** A mark of what was written: two are equal when nothing that matters differs. */
export const fingerprint = ({ pieces, settings }: Composition): string =>
  JSON.stringify([
    settings,
    pieces.map(({ text, warning, media, poll, sensitive }) => [
      text.trim(),
      warning?.trim() ?? '',
      media.map(({ key, description, focus }) => [key, description, focus]),
      poll && [poll.options.map((one) => one.text), poll.seconds, poll.multiple, poll.hideTotals],
      sensitive,
    ]),
  ])

export const replyMentions = (
  parent: { account: { acct: string; id: string }; mentions: readonly { acct: string; id: string }[] },
  meId: string,
): string => {
  const people = [parent.account, ...parent.mentions].filter(({ id }) => id !== meId)
  return [...new Set(people.map(({ acct }) => `@${acct} `))].join('')
}

export type Problem = 'empty' | 'tooLong' | 'uploading' | 'failedMedia' | 'pollChoices' | 'pollSame' | 'pollTooLong'

export interface Limits {
  readonly characters: number
  readonly pollCharacters: number
}

/** Why a post cannot be sent as it is; null when it can. @param length as the server counts it. */
export function problemOf(piece: Piece, length: number, limits: Limits, hasQuote: boolean): Problem | null {
  if (length > limits.characters) return 'tooLong'
  if (piece.media.some(({ state }) => state === 'failed')) return 'failedMedia'
  if (piece.media.some(({ state }) => state !== 'ready')) return 'uploading'
  if (piece.poll) {
    const choices = choicesOf(piece.poll)
    if (choices.length < 2) return 'pollChoices'
    if (new Set(choices).size < choices.length) return 'pollSame'
    if (choices.some((one) => [...one].length > limits.pollCharacters)) return 'pollTooLong'
  }
  if (piece.text.trim() === '' && !piece.warning?.trim() && piece.media.length === 0 && !hasQuote) return 'empty'
  return null
}

export const choicesOf = (poll: PollForm): string[] => poll.options.map(({ text }) => text.trim()).filter(Boolean)

const pollBody = (poll: PollForm) => ({
  options: choicesOf(poll),
  expires_in: poll.seconds,
  multiple: poll.multiple,
  hide_totals: poll.hideTotals,
})

const mediaIds = ({ media }: Piece): string[] => media.flatMap(({ id }) => id ?? [])

/** The body that publishes a post. @param inReplyTo the post before it. @param quoting only of the first. */
export function bodyOf(
  piece: Piece,
  settings: Settings,
  inReplyTo: string | null,
  quoting: string | null,
): CreateStatus {
  const warning = piece.warning?.trim() ?? ''
  return {
    status: piece.text,
    media_ids: mediaIds(piece),
    sensitive: piece.sensitive || warning !== '',
    spoiler_text: warning,
    visibility: settings.visibility,
    reply_policy: settings.replyPolicy,
    quote_approval_policy: settings.quotePolicy,
    ...(settings.language && { language: settings.language }),
    ...(piece.poll && { poll: pollBody(piece.poll) }),
    ...(inReplyTo !== null && { in_reply_to_id: inReplyTo }),
    ...(quoting !== null && { quoted_status_id: quoting }),
    ...(settings.scheduledAt !== null && { scheduled_at: settings.scheduledAt }),
  }
}

/** The same as a draft: unfinished as it is. */
export function draftBodyOf(...of: Parameters<typeof bodyOf>): DraftBody {
  const { scheduled_at: _when, ...body } = bodyOf(...of)
  return body
}

export function editBodyOf(piece: Piece, settings: Settings): EditStatus {
  const { status, media_ids, sensitive, spoiler_text, language, poll, quote_approval_policy } = bodyOf(
    piece,
    settings,
    null,
    null,
  )
  return {
    status,
    media_ids,
    sensitive,
    spoiler_text,
    quote_approval_policy,
    ...(language && { language }),
    ...(poll && { poll }),
    media_attributes: piece.media.flatMap((medium) =>
      medium.id === null || !isUndescribed(medium) ? [] : { id: medium.id, ...describe(medium) },
    ),
  }
}

const describedAs = ({ description, focus }: Pick<Medium, 'description' | 'focus'>): string =>
  JSON.stringify([description.trim(), focus])
/** Whether the server does not know yet what is said of it here. */
export const isUndescribed = (medium: Medium): boolean => describedAs(medium) !== (medium.described ?? '["",null]')
/** As the API takes it. */
export const describe = ({ description, focus }: Medium) => ({
  description: description.trim(),
  ...(focus && { focus: `${focus.x.toFixed(2)},${focus.y.toFixed(2)}` }),
})
export const asDescribed = (medium: Medium): Medium => ({ ...medium, described: describedAs(medium) })

/** What is on the server already. */
export function mediumOf(attachment: MediaAttachment): Medium {
  const { id, type, preview_url, url, description, meta } = attachment
  return asDescribed({
    key: id,
    name: '',
    kind: type,
    preview: type === 'audio' ? null : (preview_url ?? url),
    state: 'ready',
    progress: 1,
    error: null,
    id,
    description: description ?? '',
    focus: meta.focus ?? null,
    described: null,
  })
}

const SHORTEST_POLL_SECONDS = 300
/** The poll of a post that is edited. Its end stays where it was, as nearly as a duration says it. */
export function pollFormOf(poll: Poll, nowMs = Date.now()): PollForm {
  const left = poll.expires_at ? Math.ceil((Date.parse(poll.expires_at) - nowMs) / 1000) : DAY_SECONDS
  return {
    options: poll.options.map(({ title }) => option(title)),
    seconds: Math.max(SHORTEST_POLL_SECONDS, left),
    multiple: poll.multiple,
    hideTotals: poll.options.some(({ votes_count }) => votes_count === null),
  }
}

/** The posts, with one of them changed. */
export const changed = (pieces: readonly Piece[], key: string, next: (before: Piece) => Partial<Piece>): Piece[] =>
  pieces.map((piece) => (piece.key === key ? { ...piece, ...next(piece) } : piece))
