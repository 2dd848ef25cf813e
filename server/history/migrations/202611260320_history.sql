-- What each person was shown and opened, filled as the request files are read (server/requests). One row for a day and a
-- kind, because entries are written and read by the hundred; what is deleted or hidden since is left out when it is shown.
-- Local: each site has what it answered itself. Rebuilt from the request files as far as they reach.
create table public.history_days (
  account_id bigint not null,
  -- UTC.
  day date not null,
  kind text not null check (kind in ('seen', 'opened', 'profile', 'tag')),
  -- Ids of posts or accounts, or names of tags; each once, the newest first.
  keys text[] not null,
  -- When each was seen last, milliseconds since the day began.
  times integer[] not null,
  primary key (account_id, day, kind)
);
comment on table public.history_days is 'local: what each person saw and opened, derived from the request files; kept for 90 days';
create index history_days_by_age on public.history_days (day);

create table public.history_settings (
  account_id bigint primary key references public.accounts (id),
  -- Nothing is recorded.
  paused boolean not null,
  -- Since when this holds: what was seen earlier is not taken from the files any more.
  since timestamptz not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.history_settings is 'shared: whether somebody paused their history, newest wins';
select tweeter.make_shared('public.history_settings', 'account_id');

-- What somebody erased. A request file that is read later still has it, and the other site has a history of its own, so
-- that it was erased is a fact that is kept as long as there could be anything to erase.
create table public.history_erasures (
  id bigint primary key default tweeter.next_id(),
  account_id bigint not null references public.accounts (id),
  -- Null: all kinds, and all keys.
  kind text check (kind in ('seen', 'opened', 'profile', 'tag')),
  key text,
  -- What was seen then, both ends included.
  from_at timestamptz not null,
  until_at timestamptz not null
);
comment on table public.history_erasures is 'shared: inserted once; purged when there is no history of that time any more';
-- What is read was seen moments ago, so of many erasures only those of moments ago are looked at.
create index history_erasures_by_account on public.history_erasures (account_id, until_at);

-- When something was seen.
create function tweeter.history_time(day date, ms integer) returns timestamptz language sql immutable parallel safe
as $$ select day::timestamp at time zone 'UTC' + ms * interval '1 millisecond' $$;

-- Erases here what was erased, at whichever site. It waits for the readers that are under way (record in queries.ts holds
-- the same lock, shared), and those that come later see the erasure, so that nothing slips in between.
create function tweeter.erase_history() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('history', 0));
  update public.history_days h set (keys, times) = (
    select coalesce(pg_catalog.array_agg(e.key order by e.place), '{}'), coalesce(pg_catalog.array_agg(e.ms order by e.place), '{}')
      from unnest(h.keys, h.times) with ordinality e (key, ms, place)
     where (new.key is not null and e.key <> new.key)
        or tweeter.history_time(h.day, e.ms) not between new.from_at and new.until_at)
   where h.account_id = new.account_id and (new.kind is null or h.kind = new.kind)
     and h.day between (new.from_at at time zone 'UTC')::date and (new.until_at at time zone 'UTC')::date;
  delete from public.history_days where account_id = new.account_id and keys = '{}';
  return null;
end $$;
create trigger erase_history after insert on public.history_erasures for each row execute function tweeter.erase_history();
alter table public.history_erasures enable always trigger erase_history;
