import type { Read, Tx } from '../storage/index.ts'

export interface NewMail {
  template: string
  to_address: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
}

export interface MailRow extends NewMail {
  readonly id: number
  readonly message_id: string
  readonly state: 'waiting' | 'sent' | 'failed'
  readonly attempts: number
  readonly last_error: string | null
  readonly created_at: Date
  readonly sent_at: Date | null
}

export const insertMail = (tx: Tx, mail: NewMail) => tx<{ id: number }>`
  insert into tweeter.mails (template, to_address, subject, text, html, headers)
  values (${mail.template}, ${mail.to_address}, ${mail.subject}, ${mail.text}, ${mail.html},
          ${tx.json(mail.headers)}::jsonb)
  returning id`

export const waitingMail = (read: Read, id: number) => read<MailRow>`
  select * from tweeter.mails where id = ${id} and state = 'waiting'`

export const noteDelay = (tx: Tx, id: number, error: string) => tx`
  update tweeter.mails set attempts = attempts + 1, last_error = ${error} where id = ${id} and state = 'waiting'`

export const finishMail = (tx: Tx, id: number, state: 'sent' | 'failed', error: string | null, now: Date) => tx`
  update tweeter.mails
     set state = ${state}, attempts = attempts + 1, last_error = coalesce(${error}, last_error), text = '', html = '',
         sent_at = case when ${state} = 'sent' then ${now}::timestamptz end
   where id = ${id}`

/**
 * Index: mails_done. Runs with every delivery, so there is never much to do. It skips what another delivery is about to
 * purge: two of them must not wait for each other after their mails have gone out.
 */
export const purgeMails = (tx: Tx) => tx`
  delete from tweeter.mails where id in (
    select id from tweeter.mails
     where state <> 'waiting' and created_at < now() - interval '30 days'
     order by created_at limit 100 for update skip locked)`
