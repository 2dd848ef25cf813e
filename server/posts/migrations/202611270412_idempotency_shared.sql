-- With two sites a request may be repeated at the other one. Within the moment that a row takes to get there, and in a
-- partition, it makes a second post.
alter table public.idempotency_keys
  add column changed_at timestamptz not null default now(),
  add column changed_site smallint not null default 0;
comment on table public.idempotency_keys is 'shared: a repeated request finds its post, newest wins; purged after a day';
select tweeter.make_shared('public.idempotency_keys', 'account_id', 'key');
