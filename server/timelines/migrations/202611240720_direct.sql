-- Direct posts are few among what somebody wrote, and their timeline should not read all of it.
create index posts_direct_by_author on public.posts (author_id, id desc)
  where visibility = 'direct' and deleted_at is null;
