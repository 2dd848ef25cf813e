-- What the request files come to, worked out by their readers. `source` tells whose log it is: 'tweeter' is ours.

create table public.request_series (
  source text not null,
  -- Seconds that a row stands for: 60, or 3600 once it is old.
  span integer not null check (span in (60, 3600)),
  at timestamptz not null,
  kind text not null check (kind in ('person', 'bot')),
  method text not null,
  route text not null,
  status smallint not null,
  requests bigint not null,
  bytes bigint not null,
  -- A sketch of the durations in microseconds (server/requests/sketches).
  durations bytea,
  primary key (source, span, at, kind, method, route, status)
);
comment on table public.request_series is 'local: requests by minute and route, derived from the request files';

create table public.request_visitors (
  source text not null,
  span integer not null check (span in (60, 3600)),
  at timestamptz not null,
  kind text not null check (kind in ('person', 'bot')),
  sketch bytea not null,
  primary key (source, span, at, kind)
);
comment on table public.request_visitors is 'local: sketches of distinct visitors by minute, derived from the request files';

create table public.request_tops (
  source text not null,
  -- The beginning of an hour.
  at timestamptz not null,
  of text not null check (of in ('agent', 'path', 'referrer', 'visitor', 'account')),
  -- [[label, count, error], …], the most frequent first.
  entries jsonb not null,
  primary key (source, at, of)
);
comment on table public.request_tops is 'local: what was most frequent in an hour, derived from the request files';

-- How far each reader is in each file. A reader commits its place together with what it worked out.
create table public.request_files (
  source text not null,
  reader text not null check (reader in ('traffic', 'views')),
  -- Of our own: the name without its endings. Of others: the fingerprint of the beginning, which survives rotation.
  file text not null,
  path text not null,
  -- Bytes read, uncompressed.
  place bigint not null default 0,
  records bigint not null default 0,
  rejected bigint not null default 0,
  finished boolean not null default false,
  -- Which process reads it, and until when nobody else may.
  held_by text,
  held_until timestamptz,
  read_at timestamptz not null default now(),
  primary key (source, reader, file)
);
comment on table public.request_files is 'local: how far each reader of request files is';

-- Addresses are hashed with the salt of the day; when the salt is gone, nobody can find out any more whose they were.
create table public.request_salts (
  day date primary key,
  salt bytea not null
);
comment on table public.request_salts is 'local: the salts of hashed addresses, two days at most';
