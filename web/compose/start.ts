/** What the composer begins with, by what it was opened for. */
import type { CredentialAccount } from '../../server/accounts/schema.ts'
import type { MediaAttachment } from '../../server/media/schema.ts'
import type { Draft, DraftBody, ScheduledStatus } from '../../server/posts/later/schema.ts'
import type { Status, StatusSource } from '../../server/posts/schema.ts'
import { keepStatuses, type StoredStatus, statuses } from '../api/entities.ts'
import { get } from '../api/http.ts'
import type { ComposeIntent } from '../session/intents.ts'
import {
  type Composition,
  emptyPiece,
  mediumOf,
  narrower,
  option,
  type Piece,
  pollFormOf,
  replyMentions,
  type Settings,
  settingsOf,
} from './model.ts'

type Me = Pick<CredentialAccount, 'id' | 'source'>

async function known(id: string): Promise<StoredStatus> {
  if (!statuses.get(id)) keepStatuses([await get<Status>(`/api/v1/statuses/${id}`)])
  const status = statuses.get(id)!
  return status.reblogId === null ? status : await known(status.reblogId)
}

function blank(me: Me, piece: Partial<Piece> = {}): Composition {
  return {
    pieces: [{ ...emptyPiece(), sensitive: me.source.sensitive, ...piece }],
    settings: settingsOf(me),
    origin: { kind: 'new' },
    replyTo: null,
    quoting: null,
    widest: 'public',
  }
}

/** @throws ApiError when what is replied to, quoted or edited cannot be had. */
export async function start(intent: ComposeIntent, me: Me): Promise<Composition> {
  const empty = blank(me)
  switch (intent.kind) {
    case 'new':
      return blank(me, { text: intent.text ?? '' })
    case 'message':
      return { ...addressed(me, intent.to), settings: { ...empty.settings, visibility: 'direct' } }
    case 'reply':
      return reply(me, await known(intent.to))
    case 'quote':
      return quote(me, await known(intent.of))
    case 'edit':
      return await edit(me, intent.id)
    case 'draft': {
      const draft = await get<Draft>(`/api/tweeter/v1/drafts/${intent.id}`)
      return await around({
        ...empty,
        ...fromParams(draft.params, draft.media_attachments, empty.settings),
        origin: { kind: 'draft', id: intent.id },
      })
    }
    case 'scheduled':
      return await scheduled(empty, await get<ScheduledStatus>(`/api/v1/scheduled_statuses/${intent.id}`))
    case 'redraft':
      return await redraft(empty, intent.of)
  }
}

const addressed = (me: Me, people: readonly string[]): Composition =>
  blank(me, { text: people.map((name) => `@${name} `).join('') })

function reply(me: Me, parent: StoredStatus): Composition {
  const before = blank(me, { text: replyMentions(parent, me.id), warning: parent.spoiler_text || null })
  return {
    ...before,
    settings: {
      ...before.settings,
      visibility: narrower(before.settings.visibility, parent.visibility),
      language: parent.language ?? before.settings.language,
    },
    replyTo: parent.id,
    widest: parent.visibility,
  }
}

function quote(me: Me, quoted: StoredStatus): Composition {
  const before = blank(me)
  const { settings } = before
  return {
    ...before,
    settings: { ...settings, visibility: narrower(settings.visibility, quoted.visibility) },
    quoting: quoted.id,
  }
}

const policyOf = ({ automatic }: Status['quote_approval']): Settings['quotePolicy'] =>
  automatic.includes('public') ? 'public' : automatic.includes('followers') ? 'followers' : 'nobody'

/** What a post that is there says, with the words as they were written. */
function written(status: Omit<Status, 'reblog'>, text: string, warning: string): Piece {
  return {
    ...emptyPiece(),
    text,
    warning: warning || null,
    media: status.media_attachments.map(mediumOf),
    poll: status.poll && pollFormOf(status.poll),
    sensitive: status.sensitive,
  }
}

function settingsFrom(status: Omit<Status, 'reblog'>): Settings {
  return {
    visibility: status.visibility,
    language: status.language ?? '',
    replyPolicy: status.reply_approval.policy,
    quotePolicy: policyOf(status.quote_approval),
    scheduledAt: null,
  }
}

async function edit(me: Me, id: string): Promise<Composition> {
  const [status, source] = await Promise.all([known(id), get<StatusSource>(`/api/v1/statuses/${id}/source`)])
  return await around({
    ...blank(me),
    pieces: [written(status, source.text, source.spoiler_text)],
    settings: settingsFrom(status),
    origin: { kind: 'edit', id },
    replyTo: status.in_reply_to_id,
    quoting: status.quote?.quoted_status?.id ?? null,
  })
}

async function redraft(empty: Composition, status: Status): Promise<Composition> {
  return await around({
    ...empty,
    pieces: [written(status, status.text ?? '', status.spoiler_text)],
    settings: settingsFrom(status),
    replyTo: status.in_reply_to_id,
    quoting: status.quote?.quoted_status?.id ?? null,
  })
}

async function scheduled(empty: Composition, post: ScheduledStatus): Promise<Composition> {
  const { params } = post
  const body = {
    status: params.text,
    visibility: params.visibility,
    reply_policy: params.reply_policy,
    quote_approval_policy: params.quote_approval_policy,
    ...(params.poll && { poll: params.poll }),
    ...(params.sensitive !== null && { sensitive: params.sensitive }),
    ...(params.spoiler_text && { spoiler_text: params.spoiler_text }),
    ...(params.language && { language: params.language }),
    ...(params.in_reply_to_id !== null && { in_reply_to_id: String(params.in_reply_to_id) }),
    ...(params.quoted_status_id !== null && { quoted_status_id: params.quoted_status_id }),
  }
  const from = fromParams(body, post.media_attachments, empty.settings)
  return await around({
    ...empty,
    ...from,
    settings: { ...from.settings, scheduledAt: post.scheduled_at },
    origin: { kind: 'scheduled', id: post.id },
  })
}

/** Brings what it replies to and quotes, to be shown. What is not there any more is left to the server to refuse. */
async function around(composition: Composition): Promise<Composition> {
  const { replyTo, quoting } = composition
  const [parent] = await Promise.all([replyTo, quoting].map((id) => (id === null ? null : known(id).catch(() => null))))
  return { ...composition, widest: parent?.visibility ?? 'public' }
}

/** What a draft or a scheduled post says. */
function fromParams(
  params: DraftBody,
  media: readonly MediaAttachment[],
  defaults: Settings,
): Pick<Composition, 'pieces' | 'settings' | 'replyTo' | 'quoting'> {
  const { poll } = params
  const piece: Piece = {
    ...emptyPiece(),
    text: params.status ?? '',
    warning: params.spoiler_text || null,
    media: media.map(mediumOf),
    sensitive: params.sensitive ?? false,
    poll: poll
      ? {
          options: [...poll.options, '', ''].slice(0, Math.max(2, poll.options.length)).map((text) => option(text)),
          seconds: poll.expires_in,
          multiple: poll.multiple ?? false,
          hideTotals: poll.hide_totals ?? false,
        }
      : null,
  }
  return {
    pieces: [piece],
    settings: {
      ...defaults,
      visibility: params.visibility ?? defaults.visibility,
      language: params.language ?? '',
      replyPolicy: params.reply_policy ?? defaults.replyPolicy,
      quotePolicy: params.quote_approval_policy ?? defaults.quotePolicy,
    },
    replyTo: params.in_reply_to_id === undefined ? null : String(params.in_reply_to_id),
    quoting: params.quoted_status_id ?? null,
  }
}
