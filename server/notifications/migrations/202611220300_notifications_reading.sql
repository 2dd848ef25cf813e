-- Who wants to be told of each post of an account.
create index follows_to_notify on public.follows (followee_id) include (follower_id) where active and notify;

create table public.markers (
  account_id bigint not null references public.accounts (id),
  timeline text not null check (timeline in ('home', 'notifications')),
  last_read_id bigint not null,
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, timeline)
);
comment on table public.markers is 'shared: how far somebody has read, newest wins';
select tweeter.make_shared('public.markers', 'account_id', 'timeline');
