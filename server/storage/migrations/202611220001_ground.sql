-- What every module's tables stand on. Everything lives in the schema `tweeter` or `public` and is named with its
-- schema inside functions, because the apply worker of logical replication runs with an empty search path.
create schema if not exists tweeter;

-- One row: who this database is.
create table tweeter.here (
  only_row boolean primary key default true check (only_row),
  site smallint not null default 0 check (site between 0 and 3),
  -- Signs cookies and form tokens of this network. 244 random bits.
  secret text not null default gen_random_uuid()::text || gen_random_uuid()::text
);
comment on table tweeter.here is 'local: the number of this site and its secret';
insert into tweeter.here default values;

create function tweeter.site() returns smallint language sql stable parallel safe
as $$ select site from tweeter.here $$;

-- Ids: 53 bits = milliseconds since 2006-01-01 UTC (41) | site (2) | sequence (10). They sort by time, are plain numbers
-- in JavaScript, and two sites never make the same one.
--
-- The sequence holds milliseconds * 1024 + counter of the last id. It is set forward when the clock is ahead of it and
-- counts on where it is when the clock is behind, so ids never go backwards; a sequence survives a crash (it is logged
-- before the transaction that used it). The advisory lock makes "look, then set" one step; it is held for microseconds.
-- Rejected: a sequence plus clock without the lock (goes backwards with the clock, and repeats), a table row (a
-- transaction would hold it until its end).
create sequence tweeter.id_clock as bigint minvalue 0 start 0 cache 1;

create function tweeter.milliseconds(moment timestamptz) returns bigint language sql immutable parallel safe
as $$ select (extract(epoch from moment) * 1000)::bigint - 1136073600000 $$;

create function tweeter.next_id() returns bigint language plpgsql volatile as $$
declare
  floor_now bigint := tweeter.milliseconds(clock_timestamp()) << 10;
  tick bigint;
begin
  begin
    perform pg_catalog.pg_advisory_lock(7236001);
    tick := pg_catalog.nextval('tweeter.id_clock');
    if tick < floor_now then
      tick := floor_now;
      perform pg_catalog.setval('tweeter.id_clock', tick);
    end if;
  exception when query_canceled or others then
    -- The lock is the session's: an error (a cancelled statement, a read-only connection) must not keep it.
    perform pg_catalog.pg_advisory_unlock(7236001);
    raise;
  end;
  perform pg_catalog.pg_advisory_unlock(7236001);
  return ((tick >> 10) << 12) | (tweeter.site()::bigint << 10) | (tick & 1023);
end $$;

-- An id for a given time (imports of old posts keep their dates). Two for the same millisecond differ in their counter
-- until 1,024 were made for it; what is older than the epoch gets the epoch and keeps its date in its own column.
create sequence tweeter.id_at_counter as bigint minvalue 0 maxvalue 1023 start 0 cycle;

create function tweeter.id_at(moment timestamptz) returns bigint language sql volatile as $$
  select (greatest(tweeter.milliseconds(moment), 0) << 12) | (tweeter.site()::bigint << 10)
         | pg_catalog.nextval('tweeter.id_at_counter')
$$;

-- The time that an id was made at; the inverse of the above, in milliseconds.
create function tweeter.id_time(id bigint) returns timestamptz language sql immutable parallel safe
as $$ select to_timestamp(((id >> 12) + 1136073600000) / 1000.0) $$;

-- Newest wins, for tables of class `shared` whose rows both sites may write: set rows (a pair is the key, `active` says
-- whether it holds) and profile-like rows. Such a table has `changed_at timestamptz` and `changed_site smallint`; no
-- statement sets them, the trigger does.
--
-- A write made here is always accepted and stamped later than what it replaces, also when the clock went backwards (a
-- hybrid logical clock, Kulkarni et al. 2014, kept per row). A write that replication brings is accepted when it is the
-- newer one, by (changed_at, changed_site). The trigger is enabled ALWAYS, so that it sees those as well; and for a key
-- that is already here it turns their insert into an update, because otherwise replication would stop for good on the
-- same set row made at both sites.
--
-- `select tweeter.make_shared('public.follows', 'follower_id', 'followee_id')` puts it on a table; a migration that
-- adds a column calls it again.
create function tweeter.make_shared(target regclass, variadic key_columns text[]) returns void language plpgsql as $$
declare
  trigger_function text := pg_catalog.format('tweeter.newest_wins_%s', pg_catalog.replace(target::text, '.', '_'));
  qualified text;
  others text;
  matching text;
begin
  select pg_catalog.format('%I.%I', n.nspname, c.relname) into qualified
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  select string_agg(pg_catalog.format('t.%1$I = new.%1$I', name), ' and ') into matching from unnest(key_columns) name;
  select string_agg(pg_catalog.format('%1$I = new.%1$I', a.attname), ', ') into others
    from pg_catalog.pg_attribute a
   where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     and a.attname <> all (key_columns);
  execute pg_catalog.format($body$
    create or replace function %1$s() returns trigger language plpgsql as $trigger$
    begin
      if pg_catalog.current_setting('session_replication_role') <> 'replica' then
        new.changed_at := pg_catalog.clock_timestamp();
        new.changed_site := tweeter.site();
        if tg_op = 'UPDATE' and new.changed_at <= old.changed_at then
          new.changed_at := old.changed_at + interval '1 microsecond';
        end if;
        return new;
      end if;
      if tg_op = 'UPDATE' then
        if (new.changed_at, new.changed_site) < (old.changed_at, old.changed_site) then return null; end if;
        return new;
      end if;
      update %2$s t set %3$s
       where %4$s and (t.changed_at, t.changed_site) <= (new.changed_at, new.changed_site);
      if found or exists (select from %2$s t where %4$s) then return null; end if;
      return new;
    end $trigger$ $body$, trigger_function, qualified, others, matching);
  execute pg_catalog.format('drop trigger if exists newest_wins on %s', qualified);
  execute pg_catalog.format(
    'create trigger newest_wins before insert or update on %s for each row execute function %s()',
    qualified, trigger_function);
  execute pg_catalog.format('alter table %s enable always trigger newest_wins', qualified);
end $$;

-- What every `shared` row with newest-wins carries; tables name them in their own definition:
--   changed_at timestamptz not null default now(), changed_site smallint not null default 0

comment on table tweeter.migrations is 'local: the migrations that were applied here';
