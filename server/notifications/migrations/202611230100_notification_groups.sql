-- What belongs together: of one type, about one post (or none), of some hours.
create index notifications_in_group on public.notifications (account_id, type, (coalesce(post_id, 0)), created_at)
  where active;
