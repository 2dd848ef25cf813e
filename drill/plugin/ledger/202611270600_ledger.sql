create table public.ledger_accounts (
  account integer primary key,
  balance bigint not null check (balance >= 0),
  -- How many transfers have touched it: says of every balance that was read after which transfers it was so.
  version bigint not null default 0
);
comment on table public.ledger_accounts is 'home: money moves at one site';
select tweeter.make_home('public.ledger_accounts', 'account');

-- `key` is deliberately not unique: a transfer that is done twice must be seen, not hidden.
create table public.ledger_transfers (
  id bigint primary key default tweeter.next_id(),
  key text not null,
  from_account integer not null,
  to_account integer not null,
  amount bigint not null,
  from_version bigint not null,
  to_version bigint not null,
  -- Whose database wrote it.
  site smallint not null,
  at timestamptz not null default clock_timestamp()
);
comment on table public.ledger_transfers is 'home: what moved';
create index ledger_transfers_by_key on public.ledger_transfers (key);
select tweeter.make_home('public.ledger_transfers', 'id');
