create table public.oauth_apps (
  id bigint primary key default tweeter.next_id(),
  client_id text not null,
  -- SHA-256 of the secret: it has 256 random bits.
  secret_hash bytea not null,
  name text not null,
  website text,
  redirect_uris text[] not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.oauth_apps is 'shared: registered apps';
create index oauth_apps_by_client on public.oauth_apps (client_id);
select tweeter.make_shared('public.oauth_apps', 'id');

create table public.oauth_tokens (
  id bigint primary key default tweeter.next_id(),
  -- SHA-256 of the token.
  hash bytea not null,
  refresh_hash bytea,
  app_id bigint not null references public.oauth_apps (id),
  -- null: the app's own (client credentials).
  account_id bigint references public.accounts (id),
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  -- A revocation beats anything older and is never taken back.
  revoked_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.oauth_tokens is 'shared: access tokens, newest wins';
create index oauth_tokens_by_hash on public.oauth_tokens using hash (hash);
create index oauth_tokens_by_refresh on public.oauth_tokens using hash (refresh_hash);
create index oauth_tokens_by_account on public.oauth_tokens (account_id) where revoked_at is null;
select tweeter.make_shared('public.oauth_tokens', 'id');
