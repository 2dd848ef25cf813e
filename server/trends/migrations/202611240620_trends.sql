-- The host of an address, without the www that means nothing.
create function tweeter.publisher(url text) returns text language sql immutable strict parallel safe as $$
  select lower(substring(url from '^https?://(?:www\.)?([^/:?#]+)'))
$$;

-- What is talked about now: worked out anew every few minutes from posts, favourites and boosts (compute.ts), so what was
-- deleted stops counting by itself.
create table public.trend_scores (
  kind text not null check (kind in ('tag', 'post', 'link')),
  -- The normalised tag, the id of the post, or the address of the link.
  key text not null,
  score double precision not null,
  -- How many distinct people it comes from, before anything faded.
  people integer not null,
  -- Of a link: [{uses, accounts}] of the last seven days, today first.
  history jsonb not null default '[]',
  primary key (kind, key)
);
comment on table public.trend_scores is 'local: what trends now, derived from posts, favourites and boosts every few minutes';

-- What a moderator decided may trend, or may not. Without a row nobody has looked at it yet, and it may.
create table public.trend_reviews (
  kind text not null check (kind in ('tag', 'post', 'link', 'publisher')),
  -- As in trend_scores; a publisher is the host of a link.
  key text not null,
  allowed boolean not null,
  reviewed_by bigint not null references public.accounts (id),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (kind, key)
);
comment on table public.trend_reviews is 'shared: what moderators let trend or not, newest wins';
select tweeter.make_shared('public.trend_reviews', 'kind', 'key');
