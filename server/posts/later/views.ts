import { type PostingDefaults, postingDefaults } from '../../accounts/index.ts'
import type { App } from '../../app.ts'
import { mediaAttachments } from '../../media/index.ts'
import type { DraftRow } from './queries.ts'
import type { Draft, ScheduledStatus } from './schema.ts'

/** Rows of one person -> API JSON in the same order, with their media, in two statements. */
export async function presentScheduled(app: App, rows: readonly DraftRow[]): Promise<ScheduledStatus[]> {
  if (rows.length === 0) return []
  const [media, defaults] = await Promise.all([mediaOf(app, rows), postingDefaults(app, rows[0]!.account_id)])
  return rows.map((row) => ({
    id: String(row.id),
    scheduled_at: row.scheduled_at!.toISOString(),
    params: paramsOf(row, defaults),
    media_attachments: media(row),
  }))
}

export async function presentDrafts(app: App, rows: readonly DraftRow[]): Promise<Draft[]> {
  const media = await mediaOf(app, rows)
  return rows.map((row) => ({
    id: String(row.id),
    created_at: row.created_at.toISOString(),
    updated_at: row.changed_at.toISOString(),
    params: row.params,
    media_attachments: media(row),
    error: row.error,
  }))
}

async function mediaOf(app: App, rows: readonly DraftRow[]) {
  const ids = new Set(rows.flatMap((row) => (row.params.media_ids ?? []).map(Number)))
  const media = await mediaAttachments(app, app.db.read, [...ids])
  return (row: DraftRow) => (row.params.media_ids ?? []).flatMap((id) => media.get(Number(id)) ?? [])
}

function paramsOf(
  { params, app_id }: DraftRow,
  { visibility, quotePolicy }: PostingDefaults,
): ScheduledStatus['params'] {
  return {
    text: params.status ?? '',
    poll: params.poll ? { multiple: false, hide_totals: false, ...params.poll } : null,
    media_ids: params.media_ids ?? null,
    sensitive: params.sensitive ?? null,
    spoiler_text: params.spoiler_text ?? null,
    visibility: params.visibility ?? visibility,
    in_reply_to_id: params.in_reply_to_id === undefined ? null : Number(params.in_reply_to_id),
    language: params.language ?? null,
    quoted_status_id: params.quoted_status_id ?? null,
    quote_approval_policy: params.quote_approval_policy ?? quotePolicy,
    reply_policy: params.reply_policy ?? 'everyone',
    scheduled_at: null,
    idempotency: null,
    application_id: app_id ?? 0,
    with_rate_limit: false,
  }
}
