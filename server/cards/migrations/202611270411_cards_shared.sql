-- With two sites the one on which a link is posted asks its page, and the other has the preview from it, with its picture.
alter table public.cards
  add column changed_at timestamptz not null default now(),
  add column changed_site smallint not null default 0;
comment on table public.cards is 'shared: previews of links, newest wins; purged when nobody has wanted them for three months';
select tweeter.make_shared('public.cards', 'key');
