-- The web client acts by the browser's session. Whatever hangs on a token (streams, pushes, the app that a post was
-- written with) hangs on one that belongs to the session; its hash is of a value that nobody knows. No foreign key,
-- because sessions are purged before their tokens.
alter table public.oauth_tokens add column session_id bigint;
create index oauth_tokens_by_session on public.oauth_tokens (session_id) where session_id is not null;
select tweeter.make_shared('public.oauth_tokens', 'id');

-- The web client as an app, under the same id at both sites: real ids hold the time and are far greater. Nobody can
-- sign in through it: it has no address to come back to, and its id and secret are thrown away.
insert into public.oauth_apps (id, client_id, secret_hash, name, redirect_uris, scopes)
values (1, encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'),
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'Web', '{}',
        '{read,write,follow,push,profile,admin:read,admin:write}');
