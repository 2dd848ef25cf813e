-- What somebody wrote and has not published: with a time it is scheduled, without one it is a draft.
create table public.drafts (
  id bigint primary key default tweeter.next_id(),
  account_id bigint not null references public.accounts (id),
  -- As the app sent it (CreateStatus).
  params jsonb not null,
  scheduled_at timestamptz,
  app_id bigint,
  -- Why it could not be published at its time; it is a draft since.
  error text,
  -- False once it was published or removed.
  active boolean not null default true,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.drafts is 'shared: newest wins';
create index drafts_by_account on public.drafts (account_id, id desc) where active;
select tweeter.make_shared('public.drafts', 'id');
