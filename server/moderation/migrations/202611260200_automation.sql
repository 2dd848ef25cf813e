-- Who asked for how much, by the hour: what the patterns of programs are sought in. Emptied by the sweep (26 hours).
create table public.automation_hours (
  -- 'account 109', or 'address 9f86d081884c7d65': a hash whose salt lives for a day.
  subject text not null,
  hour timestamptz not null,
  account_id bigint,
  visitor text,
  -- Of the hash: which day's salt it was made with.
  salt_day date,
  agent text not null,
  -- Whether every request said that it comes from a program.
  declared boolean not null,
  requests integer not null,
  refused integer not null,
  not_found integer not null,
  unauthorized integer not null,
  limited integer not null,
  writes integer not null,
  -- Different ones in one stretch of the files, at most.
  routes integer not null,
  -- Between two requests: how many, their sum (milliseconds) and the sum of their squares, so that stretches add up.
  gaps integer not null,
  gap_sum double precision not null,
  gap_squares double precision not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (subject, hour)
);
comment on table public.automation_hours is 'local: requests by account or hashed address and hour, derived from the request files of this site, for a day';
create index automation_hours_by_hour on public.automation_hours (hour, requests desc);

-- Shared, although what speaks for them was counted at one site: what staff decide about an account holds at both. An
-- address is known by its hash at the site alone whose salt it was made with, and holds nobody at the other.
create table public.automation_proposals (
  -- As above. One row for a subject and a pattern, so that there can never be two open ones, whichever site wrote them.
  subject text not null,
  pattern text not null,
  -- For the API; a new one each time that it is opened again.
  id bigint not null default tweeter.next_id(),
  account_id bigint references public.accounts (id),
  visitor text,
  salt_day date,
  agent text not null,
  declared boolean not null,
  -- The numbers that speak for it.
  evidence jsonb not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'dismissed', 'limited', 'expired')),
  limited_until timestamptz,
  -- Limited by a rule, not by a person.
  automatic boolean not null default false,
  decided_by bigint references public.accounts (id),
  decided_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (subject, pattern),
  check ((account_id is null) <> (visitor is null)),
  check ((visitor is null) = (salt_day is null)),
  check ((state = 'limited') = (limited_until is not null))
);
comment on table public.automation_proposals is 'shared: accounts and addresses that look automated, and what was decided about them; newest wins';
create index automation_proposals_by_state on public.automation_proposals (state, id desc);
create index automation_proposals_by_account on public.automation_proposals (account_id) where account_id is not null;
create index automation_proposals_by_moderator on public.automation_proposals (decided_by) where decided_by is not null;
select tweeter.make_shared('public.automation_proposals', 'subject', 'pattern');

-- What is done when a pattern is seen. A pattern without a row is only proposed.
create table public.automation_rules (
  pattern text primary key,
  mode text not null check (mode in ('off', 'propose', 'limit')),
  -- How long a limit lasts.
  hours integer not null check (hours between 1 and 720),
  -- Of the pattern's threshold: 2 wants twice as much before anything happens.
  multiplier double precision not null check (multiplier between 0.25 and 10),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.automation_rules is 'shared: what is done about each pattern of automation, newest wins';
select tweeter.make_shared('public.automation_rules', 'pattern');

-- A strike by a rule has no moderator.
alter table public.account_warnings alter column account_id drop not null;
