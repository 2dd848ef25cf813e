-- Quotes, who may quote and reply, the link whose preview is shown, polls.
alter table public.posts
  add column quote_of_id bigint,
  -- The quoted author took the permission back.
  add column quote_revoked_at timestamptz,
  add column quote_policy text not null default 'public' check (quote_policy in ('public', 'followers', 'nobody')),
  add column reply_policy text not null default 'everyone'
    check (reply_policy in ('everyone', 'followers', 'following', 'mentioned')),
  add column card_url text;
create index posts_by_quoted on public.posts (quote_of_id, id desc) where deleted_at is null and quote_of_id is not null;
create index posts_by_card on public.posts (card_url, id desc) where deleted_at is null and card_url is not null;
select tweeter.make_shared('public.posts', 'id');

-- May this person reply to a post with this policy? Who is mentioned always may, and its author.
create function tweeter.may_reply(policy text, author bigint, post bigint, viewer bigint) returns boolean
language sql stable as $$
  select policy = 'everyone' or author = viewer
      or exists (select from public.mentions m where m.post_id = post and m.account_id = viewer and m.active)
      or (policy = 'followers' and exists (select from public.follows f
            where f.follower_id = viewer and f.followee_id = author and f.active))
      or (policy = 'following' and exists (select from public.follows f
            where f.follower_id = author and f.followee_id = viewer and f.active))
$$;

-- A post has at most one poll, which goes by the id of the post.
create table public.polls (
  post_id bigint primary key references public.posts (id),
  options text[] not null,
  multiple boolean not null default false,
  hide_totals boolean not null default false,
  expires_at timestamptz not null,
  -- An edit that changes what can be voted for begins a new round; votes of earlier rounds count no more.
  round integer not null default 1,
  -- False once an edit left it out.
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.polls is 'shared: newest wins';
select tweeter.make_shared('public.polls', 'post_id');

-- One row for a voter, with all they chose, so that whoever votes at two sites at once has voted once.
create table public.poll_votes (
  post_id bigint not null references public.posts (id),
  account_id bigint not null references public.accounts (id),
  round integer not null,
  -- Places of the options, from 0.
  choices smallint[] not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (post_id, account_id)
);
comment on table public.poll_votes is 'shared: set rows; the pair is the key';
create index poll_votes_by_account on public.poll_votes (account_id);
select tweeter.make_shared('public.poll_votes', 'post_id', 'account_id');

create table public.poll_stats (
  post_id bigint primary key,
  round integer not null,
  voters integer not null default 0,
  -- By place of the option.
  votes integer[] not null
) with (fillfactor = 70);
comment on table public.poll_stats is 'local: counters, derived by triggers from polls and poll_votes';

create function tweeter.start_poll() returns trigger language plpgsql as $$
begin
  insert into public.poll_stats (post_id, round, voters, votes)
  select new.post_id, new.round, count(v.account_id),
         (select array_agg((select count(*) from public.poll_votes c
                             where c.post_id = new.post_id and c.round = new.round and place - 1 = any(c.choices))
                           order by place)
            from generate_series(1, cardinality(new.options)) place)
    from (select) one left join public.poll_votes v on v.post_id = new.post_id and v.round = new.round
  on conflict (post_id) do update set round = excluded.round, voters = excluded.voters, votes = excluded.votes;
  return null;
end $$;
create trigger start_poll after insert or update of round on public.polls for each row execute function tweeter.start_poll();
alter table public.polls enable always trigger start_poll;

create function tweeter.count_vote(which bigint, in_round integer, chosen smallint[], change integer) returns void
language sql as $$
  update public.poll_stats s
     set voters = s.voters + change,
         votes = (select array_agg(n + case when place - 1 = any(chosen) then change else 0 end order by place)
                    from unnest(s.votes) with ordinality t (n, place))
   where s.post_id = which and s.round = in_round
$$;
create function tweeter.count_votes() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then perform tweeter.count_vote(old.post_id, old.round, old.choices, -1); end if;
  perform tweeter.count_vote(new.post_id, new.round, new.choices, 1);
  return null;
end $$;
create trigger count_votes after insert or update on public.poll_votes for each row execute function tweeter.count_votes();
alter table public.poll_votes enable always trigger count_votes;

alter table public.post_edits
  -- The options of the poll that it had then; null for none.
  add column poll_options text[];

alter table public.post_stats add column quotes integer not null default 0;

create function tweeter.count_quote(which bigint, change integer) returns void language sql as $$
  insert into public.post_stats as s (post_id, quotes) values (which, greatest(change, 0))
  on conflict (post_id) do update set quotes = greatest(s.quotes + change, 0)
$$;
create function tweeter.count_quoting() returns trigger language plpgsql as $$
declare
  change integer := (new.deleted_at is null and new.quote_revoked_at is null)::integer
    - case when tg_op = 'UPDATE' then (old.deleted_at is null and old.quote_revoked_at is null)::integer else 0 end;
begin
  if change <> 0 and new.visibility in ('public', 'unlisted') then
    perform tweeter.count_quote(new.quote_of_id, change);
  end if;
  return null;
end $$;
create trigger count_quoting after insert or update of deleted_at, quote_revoked_at on public.posts for each row
  when (new.quote_of_id is not null) execute function tweeter.count_quoting();
alter table public.posts enable always trigger count_quoting;
