-- From where a person has signed in, so that a sign-in from elsewhere can be told to them.
create table public.sign_in_places (
  account_id bigint not null references public.accounts (id),
  -- A /24 of IPv4 or a /48 of IPv6.
  network text not null,
  seen_at timestamptz not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, network)
);
comment on table public.sign_in_places is 'shared: networks of sign-ins, newest wins; purged after 90 days but for the last of each person';
create index sign_in_places_by_time on public.sign_in_places (seen_at);
select tweeter.make_shared('public.sign_in_places', 'account_id', 'network');

create index mail_tokens_by_expiry on public.mail_tokens (expires_at);
comment on table public.mail_tokens is 'shared: one-time links, newest wins; purged 30 days after they expire';
