create table public.filters (
  id bigint primary key default tweeter.next_id(),
  account_id bigint not null references public.accounts (id),
  title text not null,
  contexts text[] not null,
  action text not null default 'warn' check (action in ('warn', 'hide', 'blur')),
  expires_at timestamptz,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.filters is 'shared: newest wins; one that was removed is not active';
create index filters_by_account on public.filters (account_id, id) where active;
select tweeter.make_shared('public.filters', 'id');

create table public.filter_keywords (
  id bigint primary key default tweeter.next_id(),
  filter_id bigint not null references public.filters (id),
  keyword text not null,
  whole_word boolean not null default true,
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.filter_keywords is 'shared: newest wins; one that was removed is not active';
create index filter_keywords_by_filter on public.filter_keywords (filter_id, id) where active;
select tweeter.make_shared('public.filter_keywords', 'id');

-- Single posts that a filter covers. The post may be gone, or may not be seen any more.
create table public.filter_posts (
  id bigint primary key default tweeter.next_id(),
  filter_id bigint not null references public.filters (id),
  post_id bigint not null,
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.filter_posts is 'shared: newest wins; one that was removed is not active';
create index filter_posts_by_filter on public.filter_posts (filter_id, id) where active;
select tweeter.make_shared('public.filter_posts', 'id');
