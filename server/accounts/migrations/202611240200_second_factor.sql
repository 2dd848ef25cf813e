-- A second factor: TOTP (RFC 6238) and recovery codes.
create table public.second_factors (
  account_id bigint primary key references public.accounts (id),
  -- AES-256-GCM under a key that is derived from the network's secret; null: turned off.
  secret bytea,
  since timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.second_factors is 'shared: second factors, newest wins; turned off is a tombstone';
select tweeter.make_shared('public.second_factors', 'account_id');

-- The last step of thirty seconds whose code was accepted: no code counts twice. Not a column of the above, so that a
-- code used at one site never beats a new secret made at the other.
create table public.second_factor_steps (
  account_id bigint primary key references public.accounts (id),
  step bigint not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.second_factor_steps is 'shared: the last accepted step of a second factor, newest wins';
select tweeter.make_shared('public.second_factor_steps', 'account_id');

create table public.recovery_codes (
  -- SHA-256 of account and code: a code has 80 random bits, so no salt and no slow hash is needed.
  hash bytea primary key,
  account_id bigint not null references public.accounts (id),
  created_at timestamptz not null default now(),
  -- Used, or replaced by new ones.
  used_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.recovery_codes is 'shared: codes that stand in for a lost second factor, newest wins; purged 30 days after they are used';
create index recovery_codes_by_account on public.recovery_codes (account_id);
create index recovery_codes_by_use on public.recovery_codes (used_at) where used_at is not null;
select tweeter.make_shared('public.recovery_codes', 'hash');
