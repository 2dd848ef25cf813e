create table public.media (
  id bigint primary key default tweeter.next_id(),
  -- The uploader. No foreign key: accounts stand above this module, which gives them their pictures as well.
  account_id bigint not null,
  type text not null check (type in ('image')),
  -- Of the original, which says what the file is.
  mime text not null,
  -- Names under /media/ (the blobs' keys without that folder).
  original_name text not null,
  small_name text not null,
  -- {original: {width, height, size, aspect}, small: {...}}, as the API shows it.
  meta jsonb not null,
  blurhash text not null,
  description text,
  focus_x real check (focus_x between -1 and 1),
  focus_y real check (focus_y between -1 and 1),
  post_id bigint,
  -- Among the pictures of its post; null for one that an edit of the post left out (its older versions still show it).
  position smallint,
  -- Since when no post has it, by the clock of the app; what is loose for a day is swept.
  loose_since timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  check ((post_id is null) = (loose_since is not null))
);
comment on table public.media is 'shared: newest wins per row';
select tweeter.make_shared('public.media', 'id');

create index media_of_post on public.media (post_id, position) where post_id is not null;
create index media_loose on public.media (loose_since) where loose_since is not null and deleted_at is null;
