-- What a report, a warning or a severance is about stands in `subject_id`; what its owner's policy holds back is
-- `filtered` until they accept its sender.
alter table public.notifications
  add column filtered boolean not null default false,
  add column subject_id bigint;
select tweeter.make_shared('public.notifications', 'id');
create index notifications_filtered on public.notifications (account_id, from_account_id, id desc)
  where active and filtered;
-- However much is held back, a list does not step over it.
create index notifications_not_filtered on public.notifications (account_id, id desc) where active and not filtered;
create index notifications_by_age on public.notifications (created_at);

-- Whose notifications somebody wants: accept shows them, filter holds them back, drop does not write them at all.
create table public.notification_policies (
  account_id bigint primary key references public.accounts (id),
  for_not_following text not null default 'accept' check (for_not_following in ('accept', 'filter', 'drop')),
  for_not_followers text not null default 'accept' check (for_not_followers in ('accept', 'filter', 'drop')),
  for_new_accounts text not null default 'accept' check (for_new_accounts in ('accept', 'filter', 'drop')),
  for_private_mentions text not null default 'filter' check (for_private_mentions in ('accept', 'filter', 'drop')),
  for_limited_accounts text not null default 'filter' check (for_limited_accounts in ('accept', 'filter', 'drop')),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.notification_policies is 'shared: whose notifications somebody wants, newest wins';
select tweeter.make_shared('public.notification_policies', 'account_id');

-- Whoever was accepted passes from then on.
create table public.notification_permissions (
  account_id bigint not null references public.accounts (id),
  from_account_id bigint not null references public.accounts (id),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, from_account_id)
);
comment on table public.notification_permissions is 'shared: set rows';
select tweeter.make_shared('public.notification_permissions', 'account_id', 'from_account_id');

-- Somebody whose notifications are held back. `id` is made anew each time it begins to wait and is what lists are paged
-- by; how many there are and what they say is counted from the notifications themselves.
create table public.notification_requests (
  account_id bigint not null references public.accounts (id),
  from_account_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  since timestamptz not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, from_account_id)
);
comment on table public.notification_requests is 'shared: set rows';
create index notification_requests_by_account on public.notification_requests (account_id, id desc) where active;
select tweeter.make_shared('public.notification_requests', 'account_id', 'from_account_id');

-- Staff are told of sign-ups and reports.
create index users_staff on public.users (account_id) where role <> 'user';
