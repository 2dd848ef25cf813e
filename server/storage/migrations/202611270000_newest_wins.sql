-- Newest wins, of rows and of columns.
--
-- Of set rows (those with `active`) and of rows with a single column beside their key the newer row wins whole. Of all
-- others each column is judged by itself, so that somebody's new password, set at one site, and their new language, set
-- at the other, both stay, and what was deleted or revoked at one site is not undone by an edit at the other. For that a
-- row carries `column_stamps`: the stamp of each column that was written after the row was made, and under '*' that of
-- all others. It is empty until the first update. Two such rows merge by taking the larger stamp column by column,
-- which is commutative, associative and idempotent (a state-based CRDT: a map of last-writer-wins registers; Shapiro et
-- al. 2011), so both sites end equal whatever the order.
--
-- A write made here is always accepted and stamped later than what it replaces, also when the clock went backwards.
--
-- An insert of a key that is here is judged as an update, and never ends the replication, whoever wins. A version that
-- knew everything this one knows (nearly all do: they were made from it) is taken as it is, without looking at each
-- column. Where rows win whole, a long value is written anew with each update: replication leaves out long values that
-- an update did not touch, and the other site would keep its own, of a row that lost.
create or replace function tweeter.make_shared(target regclass, variadic key_columns text[]) returns void language plpgsql as $make$
declare
  trigger_function text := pg_catalog.format('tweeter.newest_wins_%s', pg_catalog.replace(target::text, '.', '_'));
  qualified text;
  payload text[];
  by_column boolean;
  assigned text;
  matching text;
  shown_key text;
  marking text := '';
  merging text := '';
  differing text;
  rewriting text := '';
  one text;
  its_type text;
begin
  select pg_catalog.format('%I.%I', n.nspname, c.relname) into qualified
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  select coalesce(array_agg(a.attname::text order by a.attnum), '{}') into payload
    from pg_catalog.pg_attribute a
   where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     and a.attname <> all (key_columns || array['changed_at', 'changed_site', 'column_stamps']);
  by_column := cardinality(payload) > 1 and not 'active' = any (payload);
  if by_column then
    execute pg_catalog.format($$alter table %s add column if not exists column_stamps jsonb not null default '{}'$$, qualified);
  end if;
  select string_agg(pg_catalog.format('t.%1$I = new.%1$I', name), ' and ') into matching from unnest(key_columns) name;
  select string_agg(pg_catalog.format('new.%1$I::text', name), $$ || ' ' || $$) into shown_key from unnest(key_columns) name;
  select string_agg(pg_catalog.format('%1$I = new.%1$I', name), ', ') into assigned
    from unnest(payload || array['changed_at', 'changed_site'] || case when by_column then array['column_stamps'] else '{}' end) name;
  select coalesce(string_agg(pg_catalog.format('new.%1$I is distinct from old.%1$I', name), ' or '), 'false') into differing
    from unnest(payload) name;
  foreach one in array payload loop
    select case when a.attstorage <> 'p' and not by_column then pg_catalog.format_type(a.atttypid, a.atttypmod) end into its_type
      from pg_catalog.pg_attribute a where a.attrelid = target and a.attname = one;
    if its_type is not null then
      rewriting := rewriting || pg_catalog.format($$
        if tg_op = 'UPDATE' and pg_catalog.pg_column_size(new.%1$I) > 128 then
          new.%1$I := %2$s;
        end if;$$, one, case when its_type = 'text' then pg_catalog.format($$new.%I || ''$$, one)
                             else pg_catalog.format('(new.%I::text)::%s', one, its_type) end);
    end if;
    marking := marking || pg_catalog.format($$
        if new.%1$I is distinct from old.%1$I then stamps := stamps || pg_catalog.jsonb_build_object(%1$L, mine); end if;$$, one);
    merging := merging || pg_catalog.format($$
      if stamps ? %1$L then
        here := coalesce((old.column_stamps ->> %1$L)::bigint, here_base);
        there := coalesce((new.column_stamps ->> %1$L)::bigint, there_base);
        if here > there then
          if new.%1$I is distinct from old.%1$I then kept := kept + 1; end if;
          merged.%1$I := old.%1$I;
        else
          if there > here and new.%1$I is distinct from old.%1$I then taken := taken + 1; end if;
          merged.%1$I := new.%1$I;
        end if;
        if greatest(here, there) = base then stamps := stamps - %1$L;
        else stamps := stamps || pg_catalog.jsonb_build_object(%1$L, greatest(here, there));
        end if;
      end if;$$, one);
  end loop;

  execute pg_catalog.format($body$
    create or replace function %1$s() returns trigger language plpgsql as $trigger$
    declare
      stamps jsonb; mine bigint; base bigint; here_base bigint; there_base bigint; here bigint; there bigint;
      kept integer := 0; taken integer := 0; merged %2$s;
    begin
      if pg_catalog.current_setting('session_replication_role') <> 'replica' then
        new.changed_at := tweeter.clock();
        new.changed_site := tweeter.site();
        if tg_op = 'UPDATE' and new.changed_at <= old.changed_at then
          new.changed_at := old.changed_at + interval '1 microsecond';
        end if;
        %5$s
        return new;
      end if;
      if tg_op = 'INSERT' then
        if not exists (select from %2$s t where %4$s) then return new; end if;
        -- The key is here already: as an update, which is judged below.
        update %2$s t set %3$s where %4$s;
        return null;
      end if;
      %6$s
    end $trigger$ $body$,
    trigger_function, qualified, assigned, matching,
    case when by_column then pg_catalog.format($$
        if tg_op = 'INSERT' then
          new.column_stamps := '{}';
        else
          mine := tweeter.stamp(new.changed_at, new.changed_site);
          stamps := old.column_stamps;
          if stamps = '{}' then
            stamps := pg_catalog.jsonb_build_object('*', tweeter.stamp(old.changed_at, old.changed_site));
          end if;
          %s
          new.column_stamps := stamps;
        end if;$$, marking) else rewriting end,
    case when by_column then pg_catalog.format($$
      here_base := coalesce((old.column_stamps ->> '*')::bigint, tweeter.stamp(old.changed_at, old.changed_site));
      there_base := coalesce((new.column_stamps ->> '*')::bigint, tweeter.stamp(new.changed_at, new.changed_site));
      -- All that is here is older than, or part of, what comes.
      if there_base >= here_base and (new.changed_at, new.changed_site) >= (old.changed_at, old.changed_site)
         and (old.column_stamps <@ new.column_stamps
              or not exists (select from pg_catalog.jsonb_each_text(old.column_stamps) o
                              where coalesce((new.column_stamps ->> o.key)::bigint, there_base) < o.value::bigint)) then
        return new;
      end if;
      base := greatest(here_base, there_base);
      -- Columns that neither side stamped by themselves go by the base; the others are looked at one by one.
      if here_base > there_base then
        merged := old;
        kept := 1;
      else
        merged := new;
        taken := (there_base > here_base)::integer;
      end if;
      stamps := (old.column_stamps || new.column_stamps) - '*';
      %s
      if (old.changed_at, old.changed_site) > (new.changed_at, new.changed_site) then
        merged.changed_at := old.changed_at;
        merged.changed_site := old.changed_site;
      else
        merged.changed_at := new.changed_at;
        merged.changed_site := new.changed_site;
      end if;
      if stamps <> '{}' or base <> tweeter.stamp(merged.changed_at, merged.changed_site) then
        stamps := stamps || pg_catalog.jsonb_build_object('*', base);
      end if;
      merged.column_stamps := stamps;
      if kept > 0 then
        insert into tweeter.site_conflicts (of_table, of_key, how)
        values (%L, %s, case when taken > 0 then 'merged' else 'kept' end);
      end if;
      return merged;$$, merging, qualified, shown_key)
    else pg_catalog.format($$
      if (new.changed_at, new.changed_site) < (old.changed_at, old.changed_site) then
        if %s then
          insert into tweeter.site_conflicts (of_table, of_key, how) values (%L, %s, 'kept');
        end if;
        return null;
      end if;
      return new;$$, differing, qualified, shown_key) end);
  execute pg_catalog.format('drop trigger if exists newest_wins on %s', qualified);
  execute pg_catalog.format(
    'create trigger newest_wins before insert or update on %s for each row execute function %s()',
    qualified, trigger_function);
  execute pg_catalog.format('alter table %s enable always trigger newest_wins', qualified);
end $make$;
