create table public.oauth_codes (
  id bigint primary key default tweeter.next_id(),
  -- SHA-256 of the code: it has 256 random bits.
  hash bytea not null,
  app_id bigint not null references public.oauth_apps (id),
  account_id bigint not null references public.accounts (id),
  scopes text[] not null,
  -- As the app wrote it; it must come again letter for letter.
  redirect_uri text not null,
  -- PKCE (RFC 7636), always S256; null: the app used none.
  code_challenge text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- Exchanged, or void because the person's password changed; a used code is kept a while, to notice its reuse.
  used_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.oauth_codes is 'shared: authorization codes, newest wins; purged a day after they expire';
create index oauth_codes_by_hash on public.oauth_codes using hash (hash);
create index oauth_codes_by_expiry on public.oauth_codes (expires_at);
create index oauth_codes_by_account on public.oauth_codes (account_id);
create index oauth_codes_by_app on public.oauth_codes (app_id);
select tweeter.make_shared('public.oauth_codes', 'id');

-- Which code a token was made from: a code that is used again takes its tokens with it (RFC 6749, section 4.1.2).
-- No foreign key, because codes are purged and tokens stay.
alter table public.oauth_tokens add column code_id bigint;
create index oauth_tokens_by_code on public.oauth_tokens (code_id) where code_id is not null;
select tweeter.make_shared('public.oauth_tokens', 'id');

-- Browsers that are signed in to the server's own pages.
create table public.web_sessions (
  id bigint primary key default tweeter.next_id(),
  -- SHA-256 of the cookie: it has 256 random bits.
  hash bytea not null,
  account_id bigint not null references public.accounts (id),
  created_at timestamptz not null default now(),
  -- Moves on while the session is used.
  expires_at timestamptz not null,
  revoked_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.web_sessions is 'shared: signed-in browsers, newest wins; a revocation beats everything; purged a day after they expire';
create index web_sessions_by_hash on public.web_sessions using hash (hash);
create index web_sessions_by_expiry on public.web_sessions (expires_at);
create index web_sessions_by_account on public.web_sessions (account_id);
select tweeter.make_shared('public.web_sessions', 'id');

-- A session that is used at one site (its expiry moves on there) while the other revokes it must end revoked at both,
-- whichever change is the newer. Named to fire before newest_wins, which would drop an older revocation.
create function tweeter.revocation_wins() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null and new.revoked_at is null then
    new.revoked_at := old.revoked_at;
  elsif old.revoked_at is null and new.revoked_at is not null
        and (new.changed_at, new.changed_site) < (old.changed_at, old.changed_site) then
    old.revoked_at := new.revoked_at;
    return old;
  end if;
  return new;
end $$;
create trigger a_revocation_wins before update on public.web_sessions
  for each row execute function tweeter.revocation_wins();
alter table public.web_sessions enable always trigger a_revocation_wins;
