-- What a person needs to recognise a browser of theirs.
alter table public.web_sessions
  -- The address of the last use that moved the expiry on; of IPv6 its /64. Gone with the row.
  add column network text,
  -- "Firefox on Linux": a class, not the header.
  add column agent text not null default '';
select tweeter.make_shared('public.web_sessions', 'id');
comment on table public.web_sessions is 'shared: signed-in browsers, newest wins; a revocation beats everything; purged 30 days after they end';
create index web_sessions_by_end on public.web_sessions (least(expires_at, revoked_at));

-- Which day a token was last used on: one write a day for each token, and none that replication would carry.
create table public.token_uses (
  token_id bigint primary key,
  used_on date not null
);
comment on table public.token_uses is 'local: the day on which a token was last used';

-- For purging: the oldest revocations, and apps that never got a token.
create index oauth_tokens_by_revocation on public.oauth_tokens (revoked_at) where revoked_at is not null;
create index oauth_tokens_by_app on public.oauth_tokens (app_id, id);
comment on table public.oauth_tokens is 'shared: access tokens, newest wins; purged 30 days after their revocation';
comment on table public.oauth_apps is 'shared: registered apps; purged 30 days after their registration if they never got a token';
