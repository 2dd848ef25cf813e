create table public.lists (
  id bigint primary key default tweeter.next_id(),
  account_id bigint not null references public.accounts (id),
  title text not null,
  -- Which replies to others it shows: to anybody whom its owner follows, to people in the list, or none.
  replies_policy text not null check (replies_policy in ('followed', 'list', 'none')),
  -- The people in it are left out of its owner's home.
  exclusive boolean not null,
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.lists is 'shared: newest wins; a deletion is a tombstone';
create index lists_by_account on public.lists (account_id, id) where deleted_at is null;
select tweeter.make_shared('public.lists', 'id');

-- Set rows: the pair is the key, `active` says whether it holds. `id` is made anew each time it begins to hold and is
-- what members are paged by.
create table public.list_accounts (
  list_id bigint not null references public.lists (id),
  account_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (list_id, account_id)
);
comment on table public.list_accounts is 'shared: who is in which list, set rows';
create index list_accounts_by_list on public.list_accounts (list_id, id desc) where active;
create index list_accounts_by_account on public.list_accounts (account_id, list_id) where active;
select tweeter.make_shared('public.list_accounts', 'list_id', 'account_id');
