-- Set rows: the pair is the key, `active` says whether it holds. `id` is made anew each time it begins to hold and is
-- what lists are paged by.
create table public.follows (
  follower_id bigint not null references public.accounts (id),
  followee_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  show_reblogs boolean not null default true,
  notify boolean not null default false,
  languages text[],
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (follower_id, followee_id)
);
comment on table public.follows is 'shared: who follows whom, set rows';
create index follows_by_followee on public.follows (followee_id, id desc) include (follower_id) where active;
create index follows_by_follower on public.follows (follower_id, id desc) include (followee_id) where active;
select tweeter.make_shared('public.follows', 'follower_id', 'followee_id');

create table public.follow_requests (
  follower_id bigint not null references public.accounts (id),
  followee_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  show_reblogs boolean not null default true,
  notify boolean not null default false,
  languages text[],
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (follower_id, followee_id)
);
comment on table public.follow_requests is 'shared: asked to follow a locked account, set rows';
create index follow_requests_by_followee on public.follow_requests (followee_id, id desc) where active;
select tweeter.make_shared('public.follow_requests', 'follower_id', 'followee_id');

create table public.blocks (
  blocker_id bigint not null references public.accounts (id),
  blocked_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (blocker_id, blocked_id)
);
comment on table public.blocks is 'shared: who blocks whom, set rows';
create index blocks_by_blocker on public.blocks (blocker_id, id desc) where active;
create index blocks_by_blocked on public.blocks (blocked_id) where active;
select tweeter.make_shared('public.blocks', 'blocker_id', 'blocked_id');

create table public.mutes (
  muter_id bigint not null references public.accounts (id),
  muted_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  -- Their notifications too, not only their posts.
  notifications boolean not null default true,
  expires_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (muter_id, muted_id)
);
comment on table public.mutes is 'shared: who mutes whom, set rows';
create index mutes_by_muter on public.mutes (muter_id, id desc) where active;
select tweeter.make_shared('public.mutes', 'muter_id', 'muted_id');

create function tweeter.count_follow() returns trigger language plpgsql as $$
declare change integer := new.active::integer - case when tg_op = 'UPDATE' then old.active::integer else 0 end;
begin
  if change <> 0 then
    perform tweeter.count_account(new.followee_id, change, 0, 0, null);
    perform tweeter.count_account(new.follower_id, 0, change, 0, null);
  end if;
  return null;
end $$;
create trigger count_follow after insert or update of active on public.follows for each row
  when (current_setting('tweeter.bulk', true) is distinct from 'on') execute function tweeter.count_follow();
alter table public.follows enable always trigger count_follow;
