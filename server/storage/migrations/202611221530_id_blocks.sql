-- Many ids at once, for imports: as next_id, but the lock is taken once. The sequence may run ahead of the clock by a
-- millisecond for each 1,024 ids; next_id counts on from there until the clock has caught up.
create function tweeter.next_ids(how_many integer) returns setof bigint language plpgsql volatile as $$
declare
  tick bigint := tweeter.milliseconds(clock_timestamp()) << 10;
  site bigint := tweeter.site()::bigint << 10;
begin
  if how_many < 1 then return; end if;
  begin
    perform pg_catalog.pg_advisory_lock(7236001);
    tick := greatest(tick, pg_catalog.nextval('tweeter.id_clock'));
    perform pg_catalog.setval('tweeter.id_clock', tick + how_many - 1);
  exception when query_canceled or others then
    perform pg_catalog.pg_advisory_unlock(7236001);
    raise;
  end;
  perform pg_catalog.pg_advisory_unlock(7236001);
  return query select ((t >> 10) << 12) | site | (t & 1023)
                 from pg_catalog.generate_series(tick, tick + how_many - 1) t;
end $$;
