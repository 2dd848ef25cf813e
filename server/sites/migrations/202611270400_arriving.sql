-- Hearing what happened at the other site (server/sites/arriving): what came and was not heard yet is a queue, from which
-- what was heard is taken out, so that nothing is skipped that becomes visible out of order.
alter table tweeter.facts
  -- By the clock of the network, so that the other site can tell how old it is.
  alter column at set default tweeter.clock(),
  -- Of a transaction that writes home rows. They come by another way than this row, so it is heard when both are here.
  add column of_home boolean not null default false;
alter table tweeter.facts set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table tweeter.home_facts (
  id bigint primary key,
  at timestamptz not null default tweeter.clock()
);
comment on table tweeter.home_facts is 'home: facts whose home rows have come, by the way on which they come; purged after an hour';
select tweeter.make_home('tweeter.home_facts', 'id');
create index home_facts_by_time on tweeter.home_facts (at);

create or replace function tweeter.hear() returns trigger language plpgsql as $$
begin
  new.arrived := null;
  if pg_catalog.current_setting('session_replication_role') <> 'replica'
     and coalesce(nullif(pg_catalog.current_setting('tweeter.epoch', true), ''), '0') <> '0' then
    new.of_home := true;
    insert into tweeter.home_facts (id) values (new.id);
  end if;
  if new.by_site <> tweeter.site() then
    new.arrived := pg_catalog.nextval('tweeter.fact_arrivals');
    perform pg_catalog.pg_notify('tweeter_arrived', '');
  end if;
  return new;
end $$;

create function tweeter.hear_home() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_notify('tweeter_arrived', '');
  return null;
end $$;
create trigger hear_home after insert on tweeter.home_facts for each row execute function tweeter.hear_home();
alter table tweeter.home_facts enable always trigger hear_home;
