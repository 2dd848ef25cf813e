-- Why a subscription of this site rests. It runs while no row names it.
create table tweeter.site_pauses (
  subscription text not null,
  -- 'schema' the other site runs a newer Tweeter, 'home' this site is taking over as home.
  reason text not null,
  since timestamptz not null default clock_timestamp(),
  primary key (subscription, reason)
);
comment on table tweeter.site_pauses is 'local: why a subscription of this site rests';

-- How far a comparing that may be interrupted has come: everything up to the key is done.
create table tweeter.site_places (
  job text primary key,
  of_table text not null,
  up_to text[],
  rows bigint not null default 0,
  at timestamptz not null default clock_timestamp()
);
comment on table tweeter.site_places is 'local: how far a comparing of two sites is, so that it goes on after an interruption';

-- Tables that came with an upgrade: rows of them may have gone by before this site subscribed to them.
create table tweeter.site_new_tables (
  of_table text primary key,
  since timestamptz not null default clock_timestamp()
);
comment on table tweeter.site_new_tables is 'local: tables that both sites are still to compare after an upgrade';

-- Rows of home tables that this site had and home did not: accepted here and never come over. For people to look at.
create table tweeter.set_aside (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  of_table text not null,
  of_key text[] not null,
  -- 'missing' home has no such row, 'different' home has another one.
  why text not null check (why in ('missing', 'different')),
  contents jsonb not null
);
comment on table tweeter.set_aside is 'local: home rows that this site had and home had not, or otherwise; kept until somebody deletes them';
