create table public.posts (
  id bigint primary key default tweeter.next_id(),
  author_id bigint not null references public.accounts (id),
  -- A boost is a post of its own that shows another.
  boost_of_id bigint,
  in_reply_to_id bigint,
  in_reply_to_account_id bigint,
  -- The first post of the thread; its own id for a post that begins one.
  conversation_id bigint not null,
  visibility text not null check (visibility in ('public', 'unlisted', 'private', 'direct')),
  sensitive boolean not null default false,
  spoiler_text text not null default '',
  -- As written, and as shown (HTML, safe by construction).
  text text not null default '',
  content text not null default '',
  language text,
  app_id bigint,
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.posts is 'shared: newest wins; a deletion is a tombstone, purged later';
create index posts_by_author on public.posts (author_id, id desc) where deleted_at is null;
create index posts_public on public.posts (id desc)
  where deleted_at is null and visibility = 'public' and boost_of_id is null;
create index posts_by_conversation on public.posts (conversation_id, id) where deleted_at is null;
create index posts_by_parent on public.posts (in_reply_to_id, id) where deleted_at is null and in_reply_to_id is not null;
create index posts_by_boosted on public.posts (boost_of_id, id desc) where deleted_at is null and boost_of_id is not null;
select tweeter.make_shared('public.posts', 'id');

create table public.mentions (
  post_id bigint not null references public.posts (id),
  account_id bigint not null references public.accounts (id),
  primary key (post_id, account_id)
);
comment on table public.mentions is 'shared: inserted once with the post';
create index mentions_by_account on public.mentions (account_id, post_id desc);

create table public.post_tags (
  -- normalizeTag(name)
  tag text not null,
  post_id bigint not null references public.posts (id),
  -- As written.
  name text not null,
  primary key (tag, post_id)
);
comment on table public.post_tags is 'shared: inserted once with the post';
create index post_tags_by_post on public.post_tags (post_id);

create table public.favourites (
  account_id bigint not null references public.accounts (id),
  post_id bigint not null references public.posts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, post_id)
);
comment on table public.favourites is 'shared: set rows';
create index favourites_by_account on public.favourites (account_id, id desc) where active;
create index favourites_by_post on public.favourites (post_id, id desc) where active;
select tweeter.make_shared('public.favourites', 'account_id', 'post_id');

create table public.bookmarks (
  account_id bigint not null references public.accounts (id),
  post_id bigint not null references public.posts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, post_id)
);
comment on table public.bookmarks is 'shared: set rows';
create index bookmarks_by_account on public.bookmarks (account_id, id desc) where active;
select tweeter.make_shared('public.bookmarks', 'account_id', 'post_id');

create table public.boosts (
  account_id bigint not null references public.accounts (id),
  post_id bigint not null references public.posts (id),
  -- The post that shows the boost.
  id bigint not null,
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, post_id)
);
comment on table public.boosts is 'shared: set rows; the boost itself is a post';
create index boosts_by_post on public.boosts (post_id, id desc) where active;
select tweeter.make_shared('public.boosts', 'account_id', 'post_id');

create table public.pins (
  account_id bigint not null references public.accounts (id),
  post_id bigint not null references public.posts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, post_id)
);
comment on table public.pins is 'shared: set rows';
create index pins_by_account on public.pins (account_id, id desc) where active;
select tweeter.make_shared('public.pins', 'account_id', 'post_id');

create table public.conversation_mutes (
  account_id bigint not null references public.accounts (id),
  conversation_id bigint not null,
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, conversation_id)
);
comment on table public.conversation_mutes is 'shared: set rows';
select tweeter.make_shared('public.conversation_mutes', 'account_id', 'conversation_id');

create table public.idempotency_keys (
  account_id bigint not null,
  key text not null,
  post_id bigint not null,
  created_at timestamptz not null default now(),
  primary key (account_id, key)
);
comment on table public.idempotency_keys is 'local: a repeated request finds its post; kept for a day';
create index idempotency_keys_by_age on public.idempotency_keys (created_at);

create table public.post_stats (
  post_id bigint primary key,
  replies integer not null default 0,
  boosts integer not null default 0,
  favourites integer not null default 0
) with (fillfactor = 70);
comment on table public.post_stats is 'local: counters, derived by triggers from posts and favourites';

create function tweeter.count_on_post(which bigint, more_replies integer, more_boosts integer, more_favourites integer)
returns void language sql as $$
  insert into public.post_stats as s (post_id, replies, boosts, favourites)
  values (which, greatest(more_replies, 0), greatest(more_boosts, 0), greatest(more_favourites, 0))
  on conflict (post_id) do update set
    replies = greatest(s.replies + more_replies, 0),
    boosts = greatest(s.boosts + more_boosts, 0),
    favourites = greatest(s.favourites + more_favourites, 0)
$$;

create function tweeter.count_favourite() returns trigger language plpgsql as $$
declare change integer := new.active::integer - case when tg_op = 'UPDATE' then old.active::integer else 0 end;
begin
  if change <> 0 then perform tweeter.count_on_post(new.post_id, 0, 0, change); end if;
  return null;
end $$;
create trigger count_favourite after insert or update of active on public.favourites for each row
  execute function tweeter.count_favourite();
alter table public.favourites enable always trigger count_favourite;

create function tweeter.count_post() returns trigger language plpgsql as $$
declare
  change integer := (new.deleted_at is null)::integer
                    - case when tg_op = 'UPDATE' then (old.deleted_at is null)::integer else 0 end;
begin
  if change = 0 then return null; end if;
  if new.visibility <> 'direct' then
    perform tweeter.count_account(new.author_id, 0, 0, change, case when change > 0 then new.created_at end);
  end if;
  if new.boost_of_id is not null then
    perform tweeter.count_on_post(new.boost_of_id, 0, change, 0);
  elsif new.in_reply_to_id is not null and new.visibility in ('public', 'unlisted') then
    perform tweeter.count_on_post(new.in_reply_to_id, change, 0, 0);
  end if;
  return null;
end $$;
create trigger count_post after insert or update of deleted_at on public.posts for each row
  when (current_setting('tweeter.bulk', true) is distinct from 'on') execute function tweeter.count_post();
alter table public.posts enable always trigger count_post;
