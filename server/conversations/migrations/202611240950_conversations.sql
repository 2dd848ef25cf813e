-- Which direct posts somebody has, and in which conversation: the thread, and those who take part beside them. Written
-- with the post; an edit or a deletion changes it.
create table public.conversation_posts (
  account_id bigint not null references public.accounts (id),
  post_id bigint not null references public.posts (id),
  conversation_id bigint not null,
  -- The author and those whom it mentions, without account_id, in ascending order.
  participants bigint[] not null,
  author_id bigint not null,
  -- It came while its author or the thread was muted: it makes nothing unread.
  quiet boolean not null,
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, post_id)
);
comment on table public.conversation_posts is 'shared: set rows';
create index conversation_posts_in_order
  on public.conversation_posts (account_id, conversation_id, participants, post_id desc);
create index conversation_posts_by_post on public.conversation_posts (post_id);
select tweeter.make_shared('public.conversation_posts', 'account_id', 'post_id');

-- What somebody said of a conversation.
create table public.conversation_marks (
  account_id bigint not null references public.accounts (id),
  conversation_id bigint not null,
  participants bigint[] not null,
  -- The newest post when they said it; what came later decides anew.
  as_of bigint not null,
  unread boolean not null,
  -- They deleted the conversation up to this post; 0: never.
  deleted_up_to bigint not null default 0,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, conversation_id, participants)
);
comment on table public.conversation_marks is 'shared: newest wins';
select tweeter.make_shared('public.conversation_marks', 'account_id', 'conversation_id', 'participants');

create table public.conversations (
  account_id bigint not null,
  conversation_id bigint not null,
  participants bigint[] not null,
  -- What the API names it by: its first post, deleted or not, which is the same at both sites.
  id bigint not null,
  last_post_id bigint not null,
  -- The newest post that was not quiet, and whose it is.
  heard_post_id bigint,
  heard_author_id bigint,
  primary key (account_id, conversation_id, participants)
);
comment on table public.conversations is 'local: derived by a trigger from conversation_posts';
create index conversations_in_order on public.conversations (account_id, last_post_id desc);
create index conversations_by_id on public.conversations (account_id, id);

-- Reads a conversation anew. The lock makes it see what others wrote into it a moment ago: each statement of a function
-- has a snapshot of its own.
create function tweeter.derive_conversation(account bigint, thread bigint, others bigint[])
returns void language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('conversation ' || account || ' ' || thread, 0));
  insert into public.conversations as c
         (account_id, conversation_id, participants, id, last_post_id, heard_post_id, heard_author_id)
  select account, thread, others, f.first, l.last, h.post_id, h.author_id
    from (select min(p.post_id) as first from public.conversation_posts p
           where p.account_id = account and p.conversation_id = thread and p.participants = others) f
    cross join (select max(p.post_id) as last from public.conversation_posts p
           where p.account_id = account and p.conversation_id = thread and p.participants = others and p.active) l
    left join lateral (select p.post_id, p.author_id from public.conversation_posts p
           where p.account_id = account and p.conversation_id = thread and p.participants = others and p.active
             and not p.quiet
           order by p.post_id desc limit 1) h on true
   where l.last is not null
  on conflict (account_id, conversation_id, participants) do update set
    id = excluded.id, last_post_id = excluded.last_post_id, heard_post_id = excluded.heard_post_id,
    heard_author_id = excluded.heard_author_id;
  if not found then
    delete from public.conversations c
     where c.account_id = account and c.conversation_id = thread and c.participants = others;
  end if;
end $$;

create function tweeter.derive_conversations() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.participants <> new.participants then
    perform tweeter.derive_conversation(old.account_id, old.conversation_id, old.participants);
  end if;
  perform tweeter.derive_conversation(new.account_id, new.conversation_id, new.participants);
  return null;
end $$;
create trigger derive_conversations after insert or update on public.conversation_posts for each row
  execute function tweeter.derive_conversations();
alter table public.conversation_posts enable always trigger derive_conversations;

-- Direct posts from before.
insert into public.conversation_posts (account_id, post_id, conversation_id, participants, author_id, quiet)
select m.account_id, p.id, p.conversation_id,
       array(select o.account_id
               from (select p.author_id as account_id
                     union select n.account_id from public.mentions n where n.post_id = p.id and n.active) o
              where o.account_id <> m.account_id order by o.account_id),
       p.author_id, true
  from public.posts p
  cross join lateral (select p.author_id as account_id
                      union select n.account_id from public.mentions n where n.post_id = p.id and n.active) m
 where p.visibility = 'direct' and p.deleted_at is null and p.boost_of_id is null
 order by p.id, m.account_id;
