create table public.announcements (
  id bigint primary key default tweeter.next_id(),
  -- As written; shown as a post would be.
  text text not null,
  -- Of what is announced; at the end it is shown no more.
  starts_at timestamptz,
  ends_at timestamptz,
  -- Only the days of the two count.
  all_day boolean not null default false,
  -- When it is to be published; null when nothing is to happen by itself.
  scheduled_at timestamptz,
  -- null: it is not shown.
  published_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.announcements is 'shared: newest wins; a deletion is a tombstone';
select tweeter.make_shared('public.announcements', 'id');

create table public.announcement_dismissals (
  account_id bigint not null references public.accounts (id),
  announcement_id bigint not null references public.announcements (id),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (account_id, announcement_id)
);
comment on table public.announcement_dismissals is 'shared: set rows';
select tweeter.make_shared('public.announcement_dismissals', 'account_id', 'announcement_id');

create table public.announcement_reactions (
  announcement_id bigint not null references public.announcements (id),
  -- A Unicode emoji, or the shortcode of a custom one.
  name text not null,
  account_id bigint not null references public.accounts (id),
  id bigint not null default tweeter.next_id(),
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0,
  primary key (announcement_id, name, account_id)
);
comment on table public.announcement_reactions is 'shared: set rows';
select tweeter.make_shared('public.announcement_reactions', 'announcement_id', 'name', 'account_id');
