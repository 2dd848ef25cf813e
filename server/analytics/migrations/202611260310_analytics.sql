-- Who was shown what, worked out from the request files as they are read (server/requests). `viewers` and `visitors` are
-- sketches of distinct people (Uniques); one and the same person counts once in each. Nothing can be taken out of a
-- sketch, so `own` says that whose post or profile it is are in it as well, to be taken off its count. Each site counts
-- what it answered.

create table public.post_views (
  post_id bigint primary key,
  views bigint not null,
  opens bigint not null,
  viewers bytea not null,
  own boolean not null
);
comment on table public.post_views is 'local: how often a post was seen, derived from the request files';

create table public.post_view_hours (
  post_id bigint not null,
  hour timestamptz not null,
  -- Whose post it is, so that their best posts are found without the posts.
  author_id bigint not null,
  views integer not null,
  opens integer not null,
  viewers bytea not null,
  own boolean not null,
  primary key (post_id, hour)
);
comment on table public.post_view_hours is 'local: the same by the hour, for 400 days';
create index post_view_hours_by_author on public.post_view_hours (author_id, hour);
create index post_view_hours_by_age on public.post_view_hours (hour);

-- Of an account: of all its posts together, deleted ones included, and of its profile.
create table public.account_view_hours (
  account_id bigint not null,
  hour timestamptz not null,
  views integer not null,
  opens integer not null,
  viewers bytea not null,
  own boolean not null,
  visits integer not null,
  visitors bytea not null,
  own_visit boolean not null,
  primary key (account_id, hour)
);
comment on table public.account_view_hours is 'local: how often posts and profile of an account were seen by the hour, derived from the request files; for 400 days';
create index account_view_hours_by_age on public.account_view_hours (hour);

create table public.tag_view_hours (
  tag text not null,
  hour timestamptz not null,
  views integer not null,
  viewers bytea not null,
  primary key (tag, hour)
);
comment on table public.tag_view_hours is 'local: how often the timeline of a hashtag was seen by the hour, derived from the request files; for 400 days';
create index tag_view_hours_by_age on public.tag_view_hours (hour);

-- What is deleted has no figures any more, whoever deletes it at whichever site.
create function tweeter.forget_views() returns trigger language plpgsql as $$
begin
  delete from public.post_views where post_id = new.id;
  delete from public.post_view_hours where post_id = new.id;
  return null;
end $$;
create trigger forget_views after update of deleted_at on public.posts for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function tweeter.forget_views();
alter table public.posts enable always trigger forget_views;
