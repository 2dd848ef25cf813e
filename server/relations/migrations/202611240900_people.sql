-- What somebody wrote about somebody for themselves. An empty comment is no note.
create table public.account_notes (
  author_id bigint not null references public.accounts (id),
  subject_id bigint not null references public.accounts (id),
  comment text not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (author_id, subject_id)
);
comment on table public.account_notes is 'shared: private notes about people, newest wins';
select tweeter.make_shared('public.account_notes', 'author_id', 'subject_id');

create table public.endorsements (
  account_id bigint not null references public.accounts (id),
  endorsed_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, endorsed_id)
);
comment on table public.endorsements is 'shared: whom people feature on their profile, set rows';
create index endorsements_by_account on public.endorsements (account_id, id desc) where active;
select tweeter.make_shared('public.endorsements', 'account_id', 'endorsed_id');

-- Networks that somebody wants nothing from; the moderators' blocks for everybody are another table.
create table public.account_domain_blocks (
  account_id bigint not null references public.accounts (id),
  -- In lower case, ASCII (punycode).
  domain text not null,
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, domain)
);
comment on table public.account_domain_blocks is 'shared: which networks people block for themselves, set rows';
create index account_domain_blocks_by_account on public.account_domain_blocks (account_id, id desc) where active;
select tweeter.make_shared('public.account_domain_blocks', 'account_id', 'domain');
