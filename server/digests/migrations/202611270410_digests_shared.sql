-- With two sites a person has one batch of notifications and one digest, whichever site notes them: the last one to plan
-- it is the one that mails, because a job mails only what is still planned for its time.
alter table public.digests
  add column changed_at timestamptz not null default now(),
  add column changed_site smallint not null default 0;
comment on table public.digests is 'shared: when somebody is to be mailed, and was last; newest wins';
select tweeter.make_shared('public.digests', 'account_id');
