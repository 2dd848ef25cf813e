-- What a term of being home needs; docs/partition.md says why.

alter table tweeter.here
  -- The last term in which the home rows of this site were found equal to those of home.
  add column equal_in bigint not null default 0,
  -- A witness decides who is home; without one only people do.
  add column witnessed boolean not null default false;

-- What is committed while the other site is waited for becomes visible here when Postgres stops or a waiting backend
-- ends, though the other site may never get it. A row here says that all that can be read is at the other site too. The
-- table is unlogged, so that a crash empties it; of an orderly restart the time of the start tells.
create unlogged table tweeter.home_certain (
  epoch bigint primary key,
  started timestamptz not null
);
comment on table tweeter.home_certain is 'local: whether what home rows say here may still be undone';

create function tweeter.home_is_certain() returns boolean language sql stable as $$
  select h.home <> h.site or h.mode = 'alone' or h.mode <> 'fenced' and exists (
    select from tweeter.home_certain c where c.epoch = h.epoch and c.started = pg_catalog.pg_postmaster_start_time())
    from tweeter.here h
$$;

-- The first statement of every transaction that may write home rows. The lock comes before everything else: whoever
-- changes the mode waits for it, so each transaction commits in the way of the mode that it found.
create function tweeter.enter_home(term bigint) returns void language plpgsql as $$
declare
  here tweeter.here;
begin
  perform pg_catalog.set_config('tweeter.epoch', term::text, true);
  perform tweeter.require_home();
  select * into here from tweeter.here;
  if here.epoch > 0 then
    perform pg_catalog.set_config(
      'synchronous_commit', case here.mode when 'both' then 'remote_apply' else 'local' end, true);
  end if;
end $$;

-- The first answer to each request that carried a key, so that asking again is answered and not done again.
create table tweeter.home_keys (
  scope text not null,
  key text not null,
  -- SHA-256 of what was asked.
  asked bytea not null,
  answer jsonb,
  at timestamptz not null default clock_timestamp(),
  primary key (scope, key)
);
comment on table tweeter.home_keys is 'home: keys of requests and their answers; purged after 7 days';
create index home_keys_by_time on tweeter.home_keys (at);
select tweeter.make_home('tweeter.home_keys', 'scope', 'key');
