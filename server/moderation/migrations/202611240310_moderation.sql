create table public.rules (
  id bigint primary key default tweeter.next_id(),
  position integer not null default 0,
  text text not null,
  hint text not null default '',
  -- {"de": {"text": …, "hint": …}}
  translations jsonb not null default '{}',
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.rules is 'shared: what everybody here keeps to, newest wins; reports name rules that were taken back as well';
select tweeter.make_shared('public.rules', 'id');

create table public.warning_presets (
  id bigint primary key default tweeter.next_id(),
  title text not null default '',
  text text not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.warning_presets is 'shared: texts that moderators send often, newest wins';
select tweeter.make_shared('public.warning_presets', 'id');

create table public.reports (
  id bigint primary key default tweeter.next_id(),
  account_id bigint not null references public.accounts (id),
  target_account_id bigint not null references public.accounts (id),
  comment text not null default '',
  category text not null default 'other' check (category in ('spam', 'legal', 'violation', 'other')),
  -- To the network that the reported account is from.
  forwarded boolean not null default false,
  status_ids bigint[] not null default '{}',
  rule_ids bigint[] not null default '{}',
  collection_ids bigint[] not null default '{}',
  assigned_account_id bigint references public.accounts (id),
  action_taken_at timestamptz,
  action_taken_by_account_id bigint references public.accounts (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.reports is 'shared: newest wins';
create index reports_by_target on public.reports (target_account_id, id desc);
create index reports_by_reporter on public.reports (account_id, id desc);
create index reports_open on public.reports (id desc) where action_taken_at is null;
create index reports_by_assignee on public.reports (assigned_account_id) where assigned_account_id is not null;
create index reports_by_resolver on public.reports (action_taken_by_account_id) where action_taken_by_account_id is not null;
select tweeter.make_shared('public.reports', 'id');

create table public.account_warnings (
  id bigint primary key default tweeter.next_id(),
  target_account_id bigint not null references public.accounts (id),
  account_id bigint not null references public.accounts (id),
  report_id bigint references public.reports (id),
  action text not null check (action in ('none', 'disable', 'mark_statuses_as_sensitive', 'delete_statuses', 'sensitive',
                                         'silence', 'suspend')),
  text text not null default '',
  status_ids bigint[] not null default '{}',
  created_at timestamptz not null default now()
);
comment on table public.account_warnings is 'shared: inserted once; what was decided about an account, and why';
create index account_warnings_by_target on public.account_warnings (target_account_id, id desc);
create index account_warnings_by_moderator on public.account_warnings (account_id);
create index account_warnings_by_report on public.account_warnings (report_id) where report_id is not null;

create table public.email_domain_blocks (
  id bigint primary key default tweeter.next_id(),
  -- ASCII, lower case; its subdomains with it.
  domain text not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.email_domain_blocks is 'shared: newest wins';
create index email_domain_blocks_by_domain on public.email_domain_blocks (domain) where deleted_at is null;
select tweeter.make_shared('public.email_domain_blocks', 'id');

-- How often sign-ups were refused for a domain, and from how many addresses.
create table public.email_domain_block_uses (
  block_id bigint not null,
  day date not null,
  -- SHA-256 of the address and the day: enough to count, nothing to look up.
  ip_hash bytea not null,
  attempts integer not null default 1,
  primary key (block_id, day, ip_hash)
);
comment on table public.email_domain_block_uses is 'local: counters of refused sign-ups, kept for a week';

create table public.canonical_email_blocks (
  id bigint primary key default tweeter.next_id(),
  -- Hexadecimal SHA-256 of the address without dots and what follows a plus.
  canonical_email_hash text not null check (canonical_email_hash ~ '^[0-9a-f]{64}$'),
  -- The suspended account that it was; null when somebody blocked it by itself.
  reference_account_id bigint references public.accounts (id),
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.canonical_email_blocks is 'shared: newest wins';
create index canonical_email_blocks_by_hash on public.canonical_email_blocks (canonical_email_hash) where deleted_at is null;
create index canonical_email_blocks_by_account on public.canonical_email_blocks (reference_account_id)
  where reference_account_id is not null;
select tweeter.make_shared('public.canonical_email_blocks', 'id');

create table public.ip_blocks (
  id bigint primary key default tweeter.next_id(),
  ip cidr not null,
  severity text not null check (severity in ('sign_up_requires_approval', 'sign_up_block', 'no_access')),
  comment text not null default '',
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.ip_blocks is 'shared: newest wins';
select tweeter.make_shared('public.ip_blocks', 'id');

-- Both are for federation: they are kept and shown, and take effect once there are other networks to talk to.
create table public.domain_blocks (
  id bigint primary key default tweeter.next_id(),
  domain text not null,
  severity text not null default 'silence' check (severity in ('noop', 'silence', 'suspend')),
  reject_media boolean not null default false,
  reject_reports boolean not null default false,
  private_comment text,
  public_comment text,
  obfuscate boolean not null default false,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.domain_blocks is 'shared: newest wins';
create index domain_blocks_by_domain on public.domain_blocks (domain) where deleted_at is null;
select tweeter.make_shared('public.domain_blocks', 'id');

create table public.domain_allows (
  id bigint primary key default tweeter.next_id(),
  domain text not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.domain_allows is 'shared: newest wins';
create index domain_allows_by_domain on public.domain_allows (domain) where deleted_at is null;
select tweeter.make_shared('public.domain_allows', 'id');
