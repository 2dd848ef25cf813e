create table tweeter.mails (
  id bigint primary key default tweeter.next_id(),
  template text not null,
  to_address text not null,
  subject text not null,
  -- What the template gave, without the layout. Emptied when the mail is done with: it may hold a link that is a key.
  text text not null,
  html text not null,
  headers jsonb not null default '{}',
  -- What stands before the @ of the Message-ID; made once, so that a mail that is delivered twice shows as one.
  message_id text not null unique default gen_random_uuid()::text,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
comment on table tweeter.mails is 'local: mails on their way out, and for a month those that are done';
create index mails_done on tweeter.mails (created_at) where state <> 'waiting';
