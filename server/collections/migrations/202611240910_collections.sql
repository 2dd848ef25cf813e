create table public.collections (
  id bigint primary key default tweeter.next_id(),
  account_id bigint not null references public.accounts (id),
  name text not null,
  description text not null default '',
  language text,
  sensitive boolean not null default false,
  discoverable boolean not null default false,
  -- The hashtag that describes it, by its key; null: none.
  tag text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.collections is 'shared: accounts that somebody recommends together, newest wins; deletion is a tombstone';
create index collections_by_account on public.collections (account_id, id desc) where deleted_at is null;
select tweeter.make_shared('public.collections', 'id');

-- `active` says whether the account is in it. Once it was taken out by its own person (`revoked`), it stays out.
create table public.collection_items (
  collection_id bigint not null references public.collections (id),
  account_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  revoked boolean not null default false,
  created_at timestamptz not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (collection_id, account_id)
);
comment on table public.collection_items is 'shared: who is in a collection, set rows';
create index collection_items_by_account on public.collection_items (account_id, collection_id) where active;
select tweeter.make_shared('public.collection_items', 'collection_id', 'account_id');
