create table public.accounts (
  id bigint primary key default tweeter.next_id(),
  username text not null,
  display_name text not null default '',
  -- As written; what apps see is rendered from it.
  note text not null default '',
  fields jsonb not null default '[]',
  -- Blob keys of pictures; null shows the generated one.
  avatar text,
  avatar_static text,
  header text,
  header_static text,
  locked boolean not null default false,
  bot boolean not null default false,
  discoverable boolean not null default true,
  indexable boolean not null default true,
  hide_collections boolean not null default false,
  suspended_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.accounts is 'shared: profiles, newest wins; deletion is a tombstone';
create index accounts_by_username on public.accounts (lower(username) text_pattern_ops);
create index accounts_by_display_name on public.accounts (lower(display_name) text_pattern_ops) where display_name <> '';
select tweeter.make_shared('public.accounts', 'id');

-- Who holds a name. A claim outlives its account: a name is never given to somebody else.
create table public.username_claims (
  -- The name in lower case; unique whatever happens, which is why one site writes it.
  key text primary key,
  -- What looks alike shares a skeleton; compared when a person signs up.
  skeleton text not null,
  account_id bigint not null references public.accounts (id)
);
comment on table public.username_claims is 'home: the claim on a username';
create index username_claims_by_skeleton on public.username_claims (skeleton);
create index username_claims_by_account on public.username_claims (account_id);

create table public.email_claims (
  key text primary key,
  account_id bigint not null references public.accounts (id)
);
comment on table public.email_claims is 'home: the claim on an e-mail address';
create index email_claims_by_account on public.email_claims (account_id);

-- What only the person and the operator know. An account without one cannot sign in (imports, bots without a password).
create table public.users (
  account_id bigint primary key references public.accounts (id),
  email text,
  -- argon2id, in the PHC string format.
  password_hash text,
  role text not null default 'user' check (role in ('owner', 'admin', 'moderator', 'user')),
  locale text not null default 'en',
  confirmed_at timestamptz,
  approved_at timestamptz,
  -- Why they want to join, when a moderator approves.
  reason text not null default '',
  invite_code text,
  default_visibility text not null default 'public' check (default_visibility in ('public', 'unlisted', 'private')),
  default_sensitive boolean not null default false,
  default_language text,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.users is 'shared: credentials and settings of people, newest wins';
select tweeter.make_shared('public.users', 'account_id');

-- One-time links in mails. Only the SHA-256 of the token is kept: it has 256 random bits, so no salt is needed.
create table public.mail_tokens (
  hash bytea primary key,
  account_id bigint not null references public.accounts (id),
  purpose text not null check (purpose in ('confirm', 'reset-password', 'change-email')),
  email text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.mail_tokens is 'shared: one-time links, newest wins';
create index mail_tokens_by_account on public.mail_tokens (account_id);
select tweeter.make_shared('public.mail_tokens', 'hash');

create table public.invites (
  code text primary key,
  created_by bigint references public.accounts (id),
  most_uses integer not null default 1 check (most_uses > 0),
  uses integer not null default 0,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  check (uses <= most_uses)
);
comment on table public.invites is 'home: codes that let people sign up';

create table public.account_stats (
  account_id bigint primary key,
  followers integer not null default 0,
  following integer not null default 0,
  posts integer not null default 0,
  last_posted_at timestamptz
) with (fillfactor = 70);
comment on table public.account_stats is 'local: counters, derived by triggers from follows and posts';

-- Adds to the counters of an account; called by the triggers of the tables that are counted. Bulk imports set
-- tweeter.bulk and recount at the end, because a hot row updated 14,000 times in one transaction is slow.
create function tweeter.count_account(who bigint, more_followers integer, more_following integer, more_posts integer,
                                      posted_at timestamptz) returns void language sql as $$
  insert into public.account_stats as s (account_id, followers, following, posts, last_posted_at)
  values (who, greatest(more_followers, 0), greatest(more_following, 0), greatest(more_posts, 0), posted_at)
  on conflict (account_id) do update set
    followers = greatest(s.followers + more_followers, 0),
    following = greatest(s.following + more_following, 0),
    posts = greatest(s.posts + more_posts, 0),
    last_posted_at = greatest(s.last_posted_at, excluded.last_posted_at)
$$;
