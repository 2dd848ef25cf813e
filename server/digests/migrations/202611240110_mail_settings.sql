create table public.mail_settings (
  account_id bigint primary key references public.accounts (id),
  notify text not null check (notify in ('away', 'always', 'never')),
  -- Kinds of notifications that are mailed (server/digests/kinds.ts).
  kinds text[] not null,
  digest text not null check (digest in ('never', 'daily', 'weekly')),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.mail_settings is 'shared: what somebody wants by mail, newest wins; without a row the defaults hold';
select tweeter.make_shared('public.mail_settings', 'account_id');

create table public.digests (
  account_id bigint primary key references public.accounts (id),
  -- The batch that is open: notifications from then on become one mail at the time it is due.
  batch_from timestamptz,
  batch_due_at timestamptz,
  -- The last mail about notifications, up to which of them it went, and how many in a row nobody came back for.
  mailed_at timestamptz,
  mailed_up_to bigint not null default 0,
  unanswered smallint not null default 0,
  -- The next digest, and the last time that one was looked for.
  digest_due_at timestamptz,
  digest_at timestamptz,
  -- Written down now and then; the process knows better (seen.ts).
  seen_at timestamptz
);
comment on table public.digests is 'local: when somebody is to be mailed, and was last';
