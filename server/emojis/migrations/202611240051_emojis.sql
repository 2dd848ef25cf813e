-- The name is the key, so that two sites cannot make two of one name: the newer one wins.
create table public.custom_emojis (
  shortcode text primary key check (shortcode ~ '^[A-Za-z0-9_]{2,128}$'),
  -- How staff name it; an emoji that takes the place of a deleted one is another.
  id bigint not null default tweeter.next_id(),
  -- Names under /media/; the second does not move, and is the first one's when that does not either.
  image text not null,
  static_image text not null,
  category text,
  -- The one that stands for its category.
  featured boolean not null default false,
  visible_in_picker boolean not null default true,
  -- Text that names it shows no picture.
  disabled_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.custom_emojis is 'shared: newest wins by name; a deletion is a tombstone';
create index custom_emojis_by_id on public.custom_emojis (id desc);
select tweeter.make_shared('public.custom_emojis', 'shortcode');
