-- sending: the last line of the mail is on its way, and what the server said to it is not noted yet. Found by a process
-- that starts, it means that another one died in between.
-- unknown: that happened to a mail that is rather lost than sent twice.
alter table tweeter.mails drop constraint mails_state_check;
alter table tweeter.mails add constraint mails_state_check
  check (state in ('waiting', 'sending', 'sent', 'failed', 'unknown', 'bounced'));
alter table tweeter.mails
  -- Nobody asked for it just now (notifications): never sent twice, nor to who complained or unsubscribed.
  add column optional boolean not null default false,
  -- When its job runs; a job that runs before then is an old one and does nothing.
  add column next_try_at timestamptz not null default now(),
  add column sending_at timestamptz;
drop index tweeter.mails_done;
create index mails_done on tweeter.mails (created_at) where state not in ('waiting', 'sending');
create index mails_waiting on tweeter.mails (next_try_at) where state in ('waiting', 'sending');

create table tweeter.mail_bounces (
  mail_id bigint not null,
  kind text not null check (kind in ('hard', 'soft', 'complaint')),
  -- As in mail_suppressions.
  address text not null,
  -- RFC 3463, such as 5.1.1; null where the report has none.
  status text,
  diagnostic text not null default '',
  created_at timestamptz not null default now(),
  primary key (mail_id, kind)
);
comment on table tweeter.mail_bounces is 'local: what came back for mails, each kind once for a mail; kept for ninety days';
create index mail_bounces_by_address on tweeter.mail_bounces (address, created_at);
create index mail_bounces_by_age on tweeter.mail_bounces (created_at);

create table public.mail_suppressions (
  -- In lower case; plain, so that whoever runs the network can find and lift it.
  address text primary key,
  reason text not null check (reason in ('bounced', 'complained', 'unsubscribed')),
  detail text not null default '',
  active boolean not null default true,
  suppressed_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.mail_suppressions is 'shared: addresses that mail is kept from, newest wins';
create index mail_suppressions_newest on public.mail_suppressions (suppressed_at desc) where active;
select tweeter.make_shared('public.mail_suppressions', 'address');
