create table tweeter.jobs (
  id bigint primary key default tweeter.next_id(),
  listener text not null,
  fact jsonb not null,
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  last_error text,
  parked_at timestamptz,
  created_at timestamptz not null default now()
) with (fillfactor = 80);
comment on table tweeter.jobs is 'local: work that `later` listeners have to do; a row goes when it is done';
create index jobs_due on tweeter.jobs (run_at, id) where parked_at is null;
