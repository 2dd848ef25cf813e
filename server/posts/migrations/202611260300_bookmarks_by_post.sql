-- Its author is told how often a post was bookmarked (server/analytics), never by whom.
create index bookmarks_by_post on public.bookmarks (post_id, id desc) where active;
