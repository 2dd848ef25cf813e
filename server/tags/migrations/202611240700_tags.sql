-- The number of a tag follows from its name, so that two sites give it the same one without asking each other: the first
-- 52 bits of its SHA-256.
create function tweeter.tag_id(tag text) returns bigint language sql immutable strict parallel safe as $$
  select ('x' || pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(tag, 'UTF8')), 'hex'), 13))
         ::bit(52)::bigint
$$;

-- Set rows: the pair is the key, `active` says whether it holds. `id` is made anew each time it begins to hold.
create table public.followed_tags (
  account_id bigint not null references public.accounts (id),
  -- normalizeTag(name)
  tag text not null,
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, tag)
);
comment on table public.followed_tags is 'shared: whose home takes public posts with a tag, set rows';
create index followed_tags_by_account on public.followed_tags (account_id, id desc) where active;
select tweeter.make_shared('public.followed_tags', 'account_id', 'tag');

create table public.featured_tags (
  account_id bigint not null references public.accounts (id),
  tag text not null,
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, tag)
);
comment on table public.featured_tags is 'shared: tags that people show on their profile, set rows';
create index featured_tags_by_account on public.featured_tags (account_id) where active;
select tweeter.make_shared('public.featured_tags', 'account_id', 'tag');

create table public.account_tags (
  account_id bigint not null,
  tag text not null,
  -- Their public and unlisted posts that carry it, and the newest of them.
  posts integer not null default 0,
  last_post_id bigint,
  primary key (account_id, tag)
) with (fillfactor = 80);
comment on table public.account_tags is 'local: how often people used a tag, derived by triggers from posts and post_tags';

create table public.tag_day_accounts (
  -- UTC. First in the key, because the oldest days are purged.
  day date not null,
  tag text not null,
  account_id bigint not null,
  uses integer not null,
  primary key (day, tag, account_id)
);
comment on table public.tag_day_accounts is 'local: who used a tag in a public post on a day of the last nine; by triggers';

-- One row for each tag and day would make all posts with the tag of the day wait for each other's commits, so it is
-- counted in sixteen parts, by account.
create table public.tag_day_parts (
  day date not null,
  tag text not null,
  part smallint not null,
  uses integer not null,
  accounts integer not null,
  primary key (day, tag, part)
) with (fillfactor = 70);
comment on table public.tag_day_parts is 'local: uses of a tag on a day of the last nine, and by how many people; by triggers';

create view public.tag_days as
  select day, tag, sum(uses)::integer as uses, sum(accounts)::integer as accounts from public.tag_day_parts group by day, tag;
comment on view public.tag_days is 'local: uses of a tag on a day, and by how many people';

-- A post carries a tag (change 1), or does not any more (-1).
create function tweeter.count_tag(which text, post public.posts, change integer) returns void language plpgsql as $$
declare
  on_day date := (post.created_at at time zone 'UTC')::date;
  used integer;
  people integer := 0;
begin
  if post.visibility not in ('public', 'unlisted') or post.boost_of_id is not null then return; end if;
  insert into public.account_tags as a (account_id, tag, posts, last_post_id)
  values (post.author_id, which, greatest(change, 0), case when change > 0 then post.id end)
  on conflict (account_id, tag) do update set
    posts = greatest(a.posts + change, 0),
    last_post_id = case
      when change > 0 then greatest(a.last_post_id, post.id)
      when a.last_post_id = post.id then
        (select p.id from public.posts p
          where p.author_id = post.author_id and p.deleted_at is null and p.visibility in ('public', 'unlisted')
            and exists (select from public.post_tags t where t.post_id = p.id and t.tag = which and t.active)
          order by p.id desc limit 1)
      else a.last_post_id end;
  if post.visibility <> 'public' or post.created_at < pg_catalog.now() - interval '9 days' then return; end if;
  if change > 0 then
    insert into public.tag_day_accounts as t (day, tag, account_id, uses) values (on_day, which, post.author_id, 1)
    on conflict (day, tag, account_id) do update set uses = t.uses + 1 returning uses into used;
    if used = 1 then people := 1; end if;
  else
    update public.tag_day_accounts set uses = uses - 1
     where day = on_day and tag = which and account_id = post.author_id and uses > 0 returning uses into used;
    if used is null then return; end if;
    if used = 0 then people := -1; end if;
  end if;
  insert into public.tag_day_parts as t (day, tag, part, uses, accounts)
  values (on_day, which, pg_catalog.hashint8(post.author_id) & 15, greatest(change, 0), greatest(people, 0))
  on conflict (day, tag, part) do update set
    uses = greatest(t.uses + change, 0), accounts = greatest(t.accounts + people, 0);
end $$;

create function tweeter.count_post_tag() returns trigger language plpgsql as $$
declare
  change integer := new.active::integer - case when tg_op = 'UPDATE' then old.active::integer else 0 end;
  post public.posts;
begin
  if change = 0 then return null; end if;
  select * into post from public.posts where id = new.post_id and deleted_at is null;
  if found then perform tweeter.count_tag(new.tag, post, change); end if;
  return null;
end $$;
create trigger count_post_tag after insert or update of active on public.post_tags for each row
  execute function tweeter.count_post_tag();
alter table public.post_tags enable always trigger count_post_tag;

-- In the order of the tags, as they were inserted: two that touch the same ones do not wait for each other in a circle.
create function tweeter.count_tags_of_post() returns trigger language plpgsql as $$
declare
  change integer := (new.deleted_at is null)::integer - (old.deleted_at is null)::integer;
  which text;
begin
  if change = 0 then return null; end if;
  for which in select tag from public.post_tags where post_id = new.id and active order by tag loop
    perform tweeter.count_tag(which, new, change);
  end loop;
  return null;
end $$;
create trigger count_tags_of_post after update of deleted_at on public.posts for each row
  execute function tweeter.count_tags_of_post();
alter table public.posts enable always trigger count_tags_of_post;

-- What is there already.
insert into public.account_tags (account_id, tag, posts, last_post_id)
select p.author_id, t.tag, count(*), max(p.id) from public.post_tags t join public.posts p on p.id = t.post_id
 where t.active and p.deleted_at is null and p.visibility in ('public', 'unlisted') group by 1, 2;
insert into public.tag_day_accounts (day, tag, account_id, uses)
select (p.created_at at time zone 'UTC')::date, t.tag, p.author_id, count(*)
  from public.post_tags t join public.posts p on p.id = t.post_id
 where t.active and p.deleted_at is null and p.visibility = 'public' and p.created_at >= now() - interval '9 days'
 group by 1, 2, 3;
insert into public.tag_day_parts (day, tag, part, uses, accounts)
select day, tag, hashint8(account_id) & 15, sum(uses), count(*) from public.tag_day_accounts group by 1, 2, 3;
