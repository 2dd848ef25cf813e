import type { Page } from '../http/index.ts'
import type { Read, Tx } from '../storage/index.ts'

export interface NewMail {
  template: string
  to_address: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  optional: boolean
}

export type MailState = 'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'bounced'

export interface MailRow extends NewMail {
  readonly id: number
  readonly message_id: string
  readonly state: MailState
  readonly attempts: number
  readonly last_error: string | null
  readonly created_at: Date
  readonly next_try_at: Date
  readonly sent_at: Date | null
}

export const insertMail = (tx: Tx, mail: NewMail) => tx<{ id: number }>`
  insert into tweeter.mails (template, to_address, subject, text, html, headers, optional)
  values (${mail.template}, ${mail.to_address}, ${mail.subject}, ${mail.text}, ${mail.html},
          ${tx.json(mail.headers)}::jsonb, ${mail.optional})
  returning id`

/**
 * The mail whose turn it is, or none: it is done with, or a later job has it. `mine` is false while another job is at it
 * this moment; the lock is the transaction's, so a process that dies lets go of it.
 */
export const takeMail = (tx: Tx, id: number, now: Date) => tx<MailRow & { readonly mine: boolean }>`
  select m.*, pg_try_advisory_xact_lock(hashtextextended('mail ' || m.id, 0)) as mine from tweeter.mails m
   where m.id = ${id} and m.state in ('waiting', 'sending') and m.next_try_at <= ${now}`

/** In a transaction of its own, just before the last line goes out. A row: the mail may go. */
export const markSending = (tx: Tx, id: number, now: Date) => tx<{ id: number }>`
  update tweeter.mails set state = 'sending', sending_at = ${now} where id = ${id} and state = 'waiting' returning id`

/** The mail waits again; `failure` null: it has only not had its turn. */
export const postponeMail = (tx: Tx, id: number, failure: string | null, nextTryAt: Date) => tx`
  update tweeter.mails
     set state = 'waiting', next_try_at = ${nextTryAt}, last_error = coalesce(${failure}, last_error),
         attempts = attempts + case when ${failure}::text is null then 0 else 1 end
   where id = ${id} and state in ('waiting', 'sending')`

/** The words go, because they may hold a link that is a key; only of what may still be sent again by hand they stay. */
export const finishMail = (
  tx: Tx,
  id: number,
  state: 'sent' | 'failed' | 'unknown',
  error: string | null,
  now: Date,
) => tx`
  update tweeter.mails
     set state = ${state}, attempts = attempts + 1, last_error = coalesce(${error}, last_error),
         text = case when ${state} = 'unknown' then text else '' end,
         html = case when ${state} = 'unknown' then html else '' end,
         sent_at = case when ${state} = 'sent' then ${now}::timestamptz end
   where id = ${id} and state in ('waiting', 'sending')`

/** A restored backup cannot know what went out after it was made: what must never be sent twice is not sent again. */
export const doubtWaitingMails = (tx: Tx) => tx<{ id: number }>`
  update tweeter.mails
     set state = 'unknown', last_error = 'It waited when the backup was made that was restored: it may have gone out since.'
   where optional and state in ('waiting', 'sending') returning id`

/**
 * Index: mails_done. Runs with every delivery, so there is never much to do. It skips what another delivery is about to
 * purge: two of them must not wait for each other after their mails have gone out.
 */
export const purgeMails = (tx: Tx) => tx`
  delete from tweeter.mails where id in (
    select id from tweeter.mails
     where state not in ('waiting', 'sending') and created_at < now() - interval '30 days'
     order by created_at limit 100 for update skip locked)`

/** Index: mail_bounces_by_age. Runs with every bounce. */
export const purgeBounces = (tx: Tx) => tx`
  delete from tweeter.mail_bounces where (mail_id, kind) in (
    select mail_id, kind from tweeter.mail_bounces where created_at < now() - interval '90 days'
     order by created_at limit 100 for update skip locked)`

/** To whom a mail went. A bounce may arrive before the note that it was sent. */
export const mailById = (read: Read, id: number) => read<{ to_address: string; state: MailState; template: string }>`
  select to_address, state, template from tweeter.mails where id = ${id}`

export interface NewBounce {
  readonly mailId: number
  readonly kind: 'hard' | 'soft' | 'complaint'
  readonly address: string
  readonly status: string | null
  readonly diagnostic: string
}

/** A row when it is news. */
export const insertBounce = (tx: Tx, bounce: NewBounce, now: Date) => tx<{ mail_id: number }>`
  insert into tweeter.mail_bounces (mail_id, kind, address, status, diagnostic, created_at)
  values (${bounce.mailId}, ${bounce.kind}, ${bounce.address}, ${bounce.status}, ${bounce.diagnostic}, ${now})
  on conflict do nothing returning mail_id`

export const markBounced = (tx: Tx, id: number, error: string) => tx`
  update tweeter.mails set state = 'bounced', last_error = ${error}, text = '', html = ''
   where id = ${id} and state in ('sent', 'sending', 'unknown')`

/** Index: mail_bounces_by_address. */
export const countSoftBounces = (read: Read, address: string, since: Date) => read<{ count: number }>`
  select count(*)::int as count from tweeter.mail_bounces
   where address = ${address} and kind = 'soft' and created_at > ${since}`

export type Reason = 'bounced' | 'complained' | 'unsubscribed'

export interface SuppressionRow {
  readonly address: string
  readonly reason: Reason
  readonly detail: string
  readonly suppressed_at: Date
}

/** A graver reason stays: what bounces is not made reachable by an unsubscription. */
export const upsertSuppression = (tx: Tx, row: SuppressionRow) => tx`
  insert into public.mail_suppressions as s (address, reason, detail, suppressed_at)
  values (${row.address}, ${row.reason}, ${row.detail}, ${row.suppressed_at})
  on conflict (address) do update
    set reason = excluded.reason, detail = excluded.detail, suppressed_at = excluded.suppressed_at, active = true
  where not s.active or array_position(array['unsubscribed', 'complained', 'bounced'], s.reason)
        < array_position(array['unsubscribed', 'complained', 'bounced'], excluded.reason)`

export const activeSuppression = (read: Read, address: string) => read<SuppressionRow>`
  select address, reason, detail, suppressed_at from public.mail_suppressions where address = ${address} and active`

/** @param reason only where it was suppressed for this; null: whatever for. */
export const endSuppression = (tx: Tx, address: string, reason: Reason | null) => tx<{ address: string }>`
  update public.mail_suppressions set active = false
   where address = ${address} and active and (${reason}::text is null or reason = ${reason}) returning address`

/** What bounced before an address was lifted counts no more. */
export const forgetBounces = (tx: Tx, address: string) => tx`
  delete from tweeter.mail_bounces where address = ${address}`

export const listSuppressions = (read: Read, limit: number) => read<SuppressionRow>`
  select address, reason, detail, suppressed_at from public.mail_suppressions
   where active order by suppressed_at desc limit ${limit}`

/** A mail on the operator's page: without its words. */
export interface QueuedMail {
  readonly id: number
  readonly template: string
  readonly to_address: string
  readonly subject: string
  readonly state: MailState
  readonly attempts: number
  readonly last_error: string | null
  readonly created_at: Date
  readonly next_try_at: Date
}

/** What waits, the next first. Index: mails_waiting. */
export const listWaiting = (read: Read, limit: number) => read<QueuedMail>`
  select id, template, to_address, subject, state, attempts, last_error, created_at, next_try_at from tweeter.mails
   where state in ('waiting', 'sending') order by next_try_at, id limit ${limit}`

/** What went wrong for good, the newest first. */
export const listFailed = (read: Read, limit: number) => read<QueuedMail>`
  select id, template, to_address, subject, state, attempts, last_error, created_at, next_try_at from tweeter.mails
   where state in ('failed', 'unknown', 'bounced') order by created_at desc, id desc limit ${limit}`

export const countMails = (read: Read) => read<{ state: MailState; count: number }>`
  select state, count(*)::int as count from tweeter.mails group by state order by state`

export interface BounceRow {
  readonly mail_id: number
  readonly kind: NewBounce['kind']
  readonly address: string
  readonly status: string | null
  readonly diagnostic: string
  readonly created_at: Date
}

export const listBounces = (read: Read, limit: number) => read<BounceRow>`
  select mail_id, kind, address, status, diagnostic, created_at from tweeter.mail_bounces
   order by created_at desc, mail_id desc limit ${limit}`

/** Puts what waits for its next try, and what may or may not have arrived, back to be sent at once. */
export const retryMails = (tx: Tx, ids: number[] | null, now: Date) => tx<{ id: number }>`
  update tweeter.mails set state = 'waiting', next_try_at = ${now}, attempts = 0
   where (state = 'unknown' and ${ids}::bigint[] is not null or state = 'waiting')
     and (${ids}::bigint[] is null or id = any(${ids}::bigint[]))
  returning id`

export const dropMail = (tx: Tx, id: number, error: string) => tx<{ id: number }>`
  update tweeter.mails set state = 'failed', last_error = ${error}, text = '', html = ''
   where id = ${id} and state in ('waiting', 'unknown') returning id`

/** A mail as the desk of the operator shows it: still without its words. */
export interface DeskMail extends QueuedMail {
  readonly sent_at: Date | null
}

/** By id, which holds the time at which it was written. What was delivered is nobody's business any more, so it is left out. */
export const deskMails = (read: Read, page: Page, state: UnsentState | null) => read<DeskMail>`
  select id, template, to_address, subject, state, attempts, last_error, created_at, next_try_at, sent_at
    from tweeter.mails
   where id < ${page.below} and id > ${page.above} and state <> 'sent'
     and (${state}::text is null or state = ${state})
   order by id ${page.upwards ? read`asc` : read`desc`} limit ${page.limit}`

export type UnsentState = Exclude<MailState, 'sent'>

export interface KeyedSuppression extends SuppressionRow {
  /** Says which one, without the address standing in the logs of proxies. */
  readonly id: string
}

/** Index: mail_suppressions_newest. */
export const deskSuppressions = (read: Read, limit: number, offset: number) => read<KeyedSuppression>`
  select encode(sha256(convert_to(address, 'UTF8')), 'hex') as id, address, reason, detail, suppressed_at
    from public.mail_suppressions where active order by suppressed_at desc, address limit ${limit} offset ${offset}`

/** Reads all of them, which is rare and quick enough for what a hand does. */
export const suppressionById = (read: Read, id: string) => read<{ address: string }>`
  select address from public.mail_suppressions
   where active and encode(sha256(convert_to(address, 'UTF8')), 'hex') = ${id}`

export interface MailFigures {
  readonly waiting: number
  /** When the oldest of those that wait was written. */
  readonly oldest_at: Date | null
  /** Of those that were written within a day: given up or lost. */
  readonly failed_day: number
  /** Of those: done with, in whatever way. */
  readonly done_day: number
}

/** Indexes: mails_waiting, mails_done. */
export const mailFiguresRow = (read: Read, now: Date) => read<MailFigures>`
  select w.waiting, w.oldest_at, d.failed_day, d.done_day
    from (select count(*)::int as waiting, min(created_at) as oldest_at
            from tweeter.mails where state in ('waiting', 'sending')) w,
         (select count(*) filter (where state in ('failed', 'unknown'))::int as failed_day, count(*)::int as done_day
            from tweeter.mails
           where state not in ('waiting', 'sending') and created_at > ${now}::timestamptz - interval '1 day') d`
