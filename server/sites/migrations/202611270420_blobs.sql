-- Files (pictures, videos, sounds) of a network with two sites: which there are, so that each site fetches what the other
-- one has (server/sites/blobs). Written while there is a second site, and for what was there before when one joins.
create table tweeter.blobs (
  key text primary key,
  -- In bytes.
  size bigint not null,
  sha256 bytea not null,
  removed_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table tweeter.blobs is 'shared: files that either site has, newest wins; a removal is a tombstone, purged after 30 days';
select tweeter.make_shared('tweeter.blobs', 'key');
create index blobs_removed on tweeter.blobs (removed_at) where removed_at is not null;

create table tweeter.blobs_to_come (
  key text primary key,
  tries integer not null default 0,
  ask_after timestamptz not null default now(),
  -- How much of it is left to come; null for what is to be removed.
  size bigint
);
comment on table tweeter.blobs_to_come is 'local: files that the other site has put or removed and this one has not yet';
create index blobs_to_come_by_turn on tweeter.blobs_to_come (ask_after);

create function tweeter.follow_blob() returns trigger language plpgsql as $$
begin
  insert into tweeter.blobs_to_come (key, size) values (new.key, case when new.removed_at is null then new.size end)
  on conflict (key) do update set tries = 0, ask_after = now(), size = excluded.size;
  perform pg_catalog.pg_notify('tweeter_blobs', '');
  return null;
end $$;
create trigger follow_blob after insert or update of removed_at on tweeter.blobs for each row
  execute function tweeter.follow_blob();
-- Only for what replication brings.
alter table tweeter.blobs enable replica trigger follow_blob;
