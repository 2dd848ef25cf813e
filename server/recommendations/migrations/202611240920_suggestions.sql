create table public.dismissed_suggestions (
  account_id bigint not null references public.accounts (id),
  dismissed_id bigint not null references public.accounts (id),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, dismissed_id)
);
comment on table public.dismissed_suggestions is 'shared: whom people do not want suggested, set rows';
select tweeter.make_shared('public.dismissed_suggestions', 'account_id', 'dismissed_id');

-- For the directory: who posted last. Counting follows does not touch it.
create index account_stats_by_activity on public.account_stats (last_posted_at desc, account_id desc)
  where last_posted_at is not null;
