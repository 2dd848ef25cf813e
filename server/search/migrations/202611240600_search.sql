-- What is searched in a post, as words made by our own code (words.ts), so that no dictionary, no extension and no
-- locale of the database has a say in it, and CJK text is found.
create table public.search_posts (
  post_id bigint primary key,
  author_id bigint not null,
  -- Public: found by everybody, if its author lets their posts be found. Any other is found by those it belongs to.
  open boolean not null,
  -- Normalised, of public posts only: what search_tags counts.
  tags text[] not null,
  -- Words with their places, and beside them what no word can be (see document.ts): @author >mentioned #tag ~language
  -- :media /slice.
  words tsvector not null
);
comment on table public.search_posts is 'local: the search index, made from posts by the indexer; rebuilt by queueing all posts';
-- Written in batches by one indexer, not by those who post: so without a pending list, which every search would read.
create index search_posts_words on public.search_posts using gin (words) with (fastupdate = off);

-- The index is read newest first in slices of some thousands of posts, each a range of ids with a word of its own.
create table public.search_slices (
  no integer primary key,
  from_id bigint not null,
  posts integer not null default 0
);
comment on table public.search_slices is 'local: where each slice of the search index begins; only the indexer writes it';
create index search_slices_by_id on public.search_slices (from_id);
insert into public.search_slices (no, from_id) values (0, 0);

create table public.search_tags (
  tag text primary key,
  posts integer not null
);
comment on table public.search_tags is 'local: hashtags of public posts and how many have them, counted by the indexer';
create index search_tags_by_prefix on public.search_tags (tag text_pattern_ops) where posts > 0;

create table public.search_queue (
  n bigint generated always as identity primary key,
  post_id bigint not null
);
comment on table public.search_queue is 'local: posts that the search index has not seen as they are; a post may wait twice';

-- A row that nobody else ever touches is the least that a post can pay, and a crash does not lose it. What an edit
-- changes in mentions, tags, pictures and polls comes with a change of the post itself.
create function tweeter.queue_search() returns trigger language plpgsql as $$
begin
  insert into public.search_queue (post_id) values (case when tg_op = 'DELETE' then old.id else new.id end);
  return null;
end $$;
create trigger queue_search_new after insert on public.posts for each row when (new.boost_of_id is null)
  execute function tweeter.queue_search();
create trigger queue_search_changed
  after update on public.posts for each row when (new.boost_of_id is null) execute function tweeter.queue_search();
create trigger queue_search_purged after delete on public.posts for each row when (old.boost_of_id is null)
  execute function tweeter.queue_search();
alter table public.posts enable always trigger queue_search_new;
alter table public.posts enable always trigger queue_search_changed;
alter table public.posts enable always trigger queue_search_purged;

insert into public.search_queue (post_id)
select id from public.posts where boost_of_id is null and deleted_at is null order by id;
