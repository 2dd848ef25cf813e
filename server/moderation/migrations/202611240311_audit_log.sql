-- What staff did, row by row, for good. Each row holds the SHA-256 of the row before it, so that whoever goes around the
-- triggers (a superuser) cannot change a row without changing all that follow; `tweeter audit verify` works the hashes
-- out again (audit/verify.ts, in TypeScript, so that no function in here vouches for itself). Two sites write at once, so
-- there is one chain for each.
create table public.audit_log (
  id bigint primary key,
  site smallint not null,
  -- 1, 2, 3… without a gap.
  sequence bigint not null,
  created_at timestamptz not null,
  -- null: the operator, by a command.
  actor_id bigint,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  target_type text not null check (target_type ~ '^[a-z_]+$'),
  target_id bigint,
  details jsonb not null default '{}',
  previous_hash bytea not null,
  hash bytea not null
);
comment on table public.audit_log is 'shared: inserted once, never changed; one chain of hashes for each site';
create index audit_log_chain on public.audit_log (site, sequence desc);
create index audit_log_by_target on public.audit_log (target_type, target_id, id desc);
create index audit_log_by_actor on public.audit_log (actor_id, id desc);

-- The lock is held until the commit, so one writer after the other continues the chain. The query for the last row is a
-- statement of its own, begun after the lock was had, and so sees what its last holder committed.
create function tweeter.chain_audit() returns trigger language plpgsql volatile as $$
declare
  last record;
begin
  if pg_catalog.current_setting('session_replication_role') = 'replica' then return new; end if;
  perform pg_catalog.pg_advisory_xact_lock(7236011);
  new.site := tweeter.site();
  select a.sequence, a.hash into last from public.audit_log a where a.site = new.site order by a.sequence desc limit 1;
  new.id := tweeter.next_id();
  new.sequence := coalesce(last.sequence, 0) + 1;
  new.previous_hash := coalesce(last.hash, pg_catalog.decode(pg_catalog.repeat('00', 32), 'hex'));
  -- Only the last part can hold anything but letters, digits and signs, so no two rows give the same text.
  new.hash := pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.concat_ws(E'\n',
    pg_catalog.encode(new.previous_hash, 'hex'), new.site, new.sequence, new.id,
    pg_catalog.to_char(new.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    coalesce(new.actor_id, 0), new.action, new.target_type, coalesce(new.target_id, 0), new.details::text), 'UTF8'));
  return new;
end $$;
create trigger chain_audit before insert on public.audit_log for each row execute function tweeter.chain_audit();
alter table public.audit_log enable always trigger chain_audit;

create function tweeter.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is only added to.' using errcode = 'insufficient_privilege';
end $$;
create trigger refuse_change before update or delete on public.audit_log for each row
  execute function tweeter.refuse_audit_change();
alter table public.audit_log enable always trigger refuse_change;
create trigger refuse_truncate before truncate on public.audit_log for each statement
  execute function tweeter.refuse_audit_change();
alter table public.audit_log enable always trigger refuse_truncate;
