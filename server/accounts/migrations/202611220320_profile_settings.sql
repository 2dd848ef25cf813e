-- What Mastodon 4.5 and 4.6 added to profiles and posting defaults.
alter table public.accounts
  add column avatar_description text not null default '',
  add column header_description text not null default '',
  add column attribution_domains text[] not null default '{}',
  add column show_media boolean not null default true,
  add column show_media_replies boolean not null default true,
  add column show_featured boolean not null default true;
select tweeter.make_shared('public.accounts', 'id');

alter table public.users add column default_quote_policy text not null default 'public'
  check (default_quote_policy in ('public', 'followers', 'nobody'));
select tweeter.make_shared('public.users', 'account_id');
