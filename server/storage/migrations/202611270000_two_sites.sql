-- Two sites: two databases that each serve the whole network, and replicate to each other (docs/partition.md).

-- One row, as before: who this database is. What a term of being home is stands in server/sites/home.
alter table tweeter.here
  add column name text not null default 'here',
  -- Counts the terms of being home; 0 while there is no second site.
  add column epoch bigint not null default 0,
  -- The site that writes home rows in this term.
  add column home smallint not null default 0 check (home between 0 and 3),
  -- How home rows are written: 'alone' nobody else is waited for, 'both' each commit waits for the other site (there is
  -- a witness), 'solo' the witness knows that the other site is not waited for, 'fenced' not at all.
  add column mode text not null default 'alone' check (mode in ('alone', 'both', 'solo', 'fenced')),
  -- What is added to the machine's clock, so that both sites stamp their writes by one clock.
  add column clock_correction interval not null default '0';

-- The machine's clock.
create function tweeter.wall_clock() returns timestamptz language sql volatile as $$ select pg_catalog.clock_timestamp() $$;

-- The clock of the network, by which writes are stamped and ids made: a machine whose clock is an hour off would win
-- every conflict, so a site corrects its own (server/sites/link).
create function tweeter.clock() returns timestamptz language sql volatile
as $$ select tweeter.wall_clock() + clock_correction from tweeter.here $$;

create or replace function tweeter.next_id() returns bigint language plpgsql volatile as $$
declare
  floor_now bigint := tweeter.milliseconds(tweeter.clock()) << 10;
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

-- What replication brought and this site knew better, or knew a part of better: what was resolved, and how.
create table tweeter.site_conflicts (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  of_table text not null,
  of_key text not null,
  -- 'kept' the row of this site was the newer one; 'merged' some columns were newer here, some there.
  how text not null check (how in ('kept', 'merged'))
);
comment on table tweeter.site_conflicts is 'local: writes of two sites to one row, and what was made of them; purged after 30 days';
create index site_conflicts_by_time on tweeter.site_conflicts (at);

-- A write as one number that sorts like (changed_at, changed_site): microseconds since 1970, and the site.
create function tweeter.stamp(at timestamptz, site smallint) returns bigint language sql immutable parallel safe
as $$ select (extract(epoch from at) * 1000000)::bigint * 4 + site $$;

-- Rows that are inserted once and never changed: what replication brings a second time (after a site was away for too
-- long, both are compared and completed) is already here.
create function tweeter.make_once(target regclass, variadic key_columns text[]) returns void language plpgsql as $$
declare
  trigger_function text := pg_catalog.format('tweeter.only_once_%s', pg_catalog.replace(target::text, '.', '_'));
  matching text;
  -- The worker that applies what comes has an empty search path.
  qualified text;
begin
  select pg_catalog.format('%I.%I', n.nspname, c.relname) into qualified
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  select string_agg(pg_catalog.format('t.%1$I = new.%1$I', name), ' and ') into matching from unnest(key_columns) name;
  execute pg_catalog.format($body$
    create or replace function %1$s() returns trigger language plpgsql as $trigger$
    begin
      if exists (select from %2$s t where %3$s) then return null; end if;
      return new;
    end $trigger$ $body$, trigger_function, qualified, matching);
  execute pg_catalog.format('drop trigger if exists a_only_once on %s', target);
  -- Named to fire before what a table does with a new row.
  execute pg_catalog.format(
    'create trigger a_only_once before insert on %s for each row execute function %s()', target, trigger_function);
  execute pg_catalog.format('alter table %s enable replica trigger a_only_once', target);
end $$;

-- Home rows: one site writes them, the other reads them. The lock lets whoever moves home wait for those who write.
create function tweeter.require_home() returns void language plpgsql as $$
declare
  here tweeter.here;
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(7236010);
  select * into here from tweeter.here;
  if here.epoch = 0 then return; end if;
  if here.home <> here.site or here.mode = 'fenced'
     or coalesce(nullif(pg_catalog.current_setting('tweeter.epoch', true), ''), '0')::bigint <> here.epoch then
    raise exception using errcode = 'TW503', message = 'this site does not write home rows now',
      detail = pg_catalog.format('epoch %s, home %s, site %s, mode %s', here.epoch, here.home, here.site, here.mode);
  end if;
end $$;

create function tweeter.make_home(target regclass, variadic key_columns text[]) returns void language plpgsql as $$
declare
  trigger_function text := pg_catalog.format('tweeter.only_home_%s', pg_catalog.replace(target::text, '.', '_'));
  assigned text;
  matching text;
  qualified text;
begin
  select pg_catalog.format('%I.%I', n.nspname, c.relname) into qualified
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  select string_agg(pg_catalog.format('t.%1$I = new.%1$I', name), ' and ') into matching from unnest(key_columns) name;
  select string_agg(pg_catalog.format('%1$I = new.%1$I', a.attname), ', ') into assigned
    from pg_catalog.pg_attribute a
   where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
  execute pg_catalog.format($body$
    create or replace function %1$s() returns trigger language plpgsql as $trigger$
    begin
      if pg_catalog.current_setting('session_replication_role') <> 'replica' then
        perform tweeter.require_home();
      elsif tg_op = 'INSERT' then
        -- What home says of a row that is here already (a copy under way brought it) is the newer word.
        update %2$s t set %3$s where %4$s;
        if found then return null; end if;
      end if;
      if tg_op = 'DELETE' then return old; end if;
      return new;
    end $trigger$ $body$, trigger_function, qualified, assigned, matching);
  execute pg_catalog.format('drop trigger if exists only_home on %s', target);
  execute pg_catalog.format(
    'create trigger only_home before insert or update or delete on %s for each row execute function %s()', target, trigger_function);
  execute pg_catalog.format('alter table %s enable always trigger only_home', target);
end $$;

-- Facts that the other site's processes must hear (caches, timelines, streams): written with what they tell of, by
-- processes of a network with two sites only, replicated with it, and gone after an hour.
create sequence tweeter.fact_ids as bigint;
create sequence tweeter.fact_arrivals as bigint;
create table tweeter.facts (
  id bigint primary key default pg_catalog.nextval('tweeter.fact_ids') * 4 + tweeter.site(),
  -- The site of the process that already knows.
  by_site smallint not null,
  signal text not null,
  fact jsonb not null,
  at timestamptz not null default clock_timestamp(),
  -- In which order it came here; null for what this site's own process said.
  arrived bigint
);
comment on table tweeter.facts is 'shared: what processes of the other site must hear; inserted once, not compared, purged after an hour at each site';
create index facts_by_arrival on tweeter.facts (arrived) where arrived is not null;
create index facts_by_time on tweeter.facts (at);
create function tweeter.hear() returns trigger language plpgsql as $$
begin
  new.arrived := null;
  if new.by_site <> tweeter.site() then
    new.arrived := pg_catalog.nextval('tweeter.fact_arrivals');
    perform pg_catalog.pg_notify('tweeter_arrived', '');
  end if;
  return new;
end $$;
create trigger hear before insert on tweeter.facts for each row execute function tweeter.hear();
alter table tweeter.facts enable always trigger hear;

-- What there is gets what it needs, by its class; the trigger of sessions is now what every table has.
do $$ begin
  if to_regclass('public.web_sessions') is not null then drop trigger a_revocation_wins on public.web_sessions; end if;
end $$;
drop function if exists tweeter.revocation_wins();
do $$
declare
  one record;
begin
  for one in
    select c.oid::regclass as target, obj_description(c.oid) as comment,
           array(select a.attname::text from pg_index i join unnest(i.indkey) with ordinality k(num, nth) on true
                   join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num
                  where i.indrelid = c.oid and i.indisprimary order by nth) as keys,
           exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'newest_wins') as newest
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'tweeter')
  loop
    if one.comment like 'home: %' then perform tweeter.make_home(one.target, variadic one.keys);
    elsif one.newest then perform tweeter.make_shared(one.target, variadic one.keys);
    elsif one.comment like 'shared: %' then perform tweeter.make_once(one.target, variadic one.keys);
    end if;
  end loop;
end $$;
