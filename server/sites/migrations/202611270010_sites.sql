-- The other site of the network, and how this one is reached by it. No rows: there is no other site.
create table tweeter.sites (
  number smallint primary key check (number between 0 and 3),
  name text not null,
  -- host:port of its link.
  address text not null,
  -- Its certificate (PEM), which it must show: trust is in this one and no other.
  certificate text not null,
  -- Where its Postgres is reached when that is not through the link; encrypted, as it may hold a password.
  database_url text,
  -- 'joining' what is there is being copied, 'joined', 'away' it was away for longer than what waited for it was kept.
  state text not null default 'joining' check (state in ('joining', 'joined', 'away')),
  joined_at timestamptz
);
comment on table tweeter.sites is 'local: the other site, as this one knows it';

-- One row once `site init` or `site join` ran here.
create table tweeter.site_link (
  only_row boolean primary key default true check (only_row),
  -- host:port to listen on, and under which the other site reaches it.
  listen text not null,
  address text not null,
  -- SHA-256 of the secret in the invitation code, while one is open.
  invitation_hash bytea,
  invitation_until timestamptz
);
comment on table tweeter.site_link is 'local: how the link of this site is reached, and an open invitation';
