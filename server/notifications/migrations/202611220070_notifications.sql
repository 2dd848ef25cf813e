create table public.notifications (
  id bigint primary key default tweeter.next_id(),
  account_id bigint not null references public.accounts (id),
  type text not null,
  from_account_id bigint not null references public.accounts (id),
  post_id bigint,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.notifications is 'shared: inserted once; dismissal is newest wins';
create index notifications_by_account on public.notifications (account_id, id desc) where active;
create index notifications_same on public.notifications (account_id, from_account_id, type, post_id);
select tweeter.make_shared('public.notifications', 'id');
