-- What moderators may do to an account without taking anything away from it: each is undone by emptying the column.
alter table public.accounts
  -- Shown to those who follow it, and to those who look for it.
  add column silenced_at timestamptz,
  -- Every picture of it counts as sensitive.
  add column sensitized_at timestamptz;
select tweeter.make_shared('public.accounts', 'id');
-- Few, so that a public timeline finds out cheaply whom it leaves out.
create index accounts_restricted on public.accounts (id) where silenced_at is not null or suspended_at is not null;

alter table public.users
  -- Its person cannot sign in; what was posted stays.
  add column disabled_at timestamptz,
  -- The app that signed the person up; null for the server's own page.
  add column created_by_app_id bigint;
select tweeter.make_shared('public.users', 'account_id');

-- Where people signed up and in from, for moderators who look for the other accounts of somebody.
create table public.account_ips (
  account_id bigint not null references public.accounts (id),
  ip inet not null,
  used_at timestamptz not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, ip)
);
comment on table public.account_ips is 'shared: addresses that people signed up and in from, newest wins; purged after a year';
create index account_ips_by_ip on public.account_ips using gist (ip inet_ops);
create index account_ips_by_age on public.account_ips (used_at);
select tweeter.make_shared('public.account_ips', 'account_id', 'ip');
