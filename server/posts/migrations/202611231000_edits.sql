-- An edit may name somebody, or tag something, that the post did not, and may take either back. Whoever is not named any
-- more may not read a direct post any more, so the row stays and says so: a pair is the key, `active` whether it holds.
alter table public.mentions
  add column active boolean not null default true,
  add column changed_at timestamptz not null default now(),
  add column changed_site smallint not null default 0;
comment on table public.mentions is 'shared: set rows; an edit may take one back';
select tweeter.make_shared('public.mentions', 'post_id', 'account_id');

alter table public.post_tags
  add column active boolean not null default true,
  add column changed_at timestamptz not null default now(),
  add column changed_site smallint not null default 0;
comment on table public.post_tags is 'shared: set rows; an edit may take one back';
select tweeter.make_shared('public.post_tags', 'tag', 'post_id');

-- What a post said before an edit; what it says now is in the post alone.
create table public.post_edits (
  id bigint primary key default tweeter.next_id(),
  post_id bigint not null references public.posts (id),
  content text not null,
  spoiler_text text not null,
  sensitive boolean not null,
  -- [{id, description, focus}] in their order; everything else of a picture never changes.
  pictures jsonb not null,
  -- Since when it said so: the creation of the post, or the edit before.
  created_at timestamptz not null
);
comment on table public.post_edits is 'shared: inserted once';
create index post_edits_by_post on public.post_edits (post_id, created_at desc);
