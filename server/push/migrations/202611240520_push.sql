-- The key with which this network signs what it sends to push services (VAPID, RFC 8292). Made once: an app's
-- subscription is bound to it.
create table public.push_keys (
  only_row boolean primary key default true check (only_row),
  -- The point of P-256, uncompressed, in base64url.
  public_key text not null,
  -- AES-256-GCM under a key that is derived from the network's secret (keys.ts).
  private_key bytea not null,
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.push_keys is 'shared: one row, newest wins';
select tweeter.make_shared('public.push_keys', 'only_row');

-- Apps read the number of a subscription as one of 32 bits, so it is not an id of ours; nothing is found by it.
create sequence public.push_subscription_numbers as integer cycle;

create table public.push_subscriptions (
  -- A token has one subscription.
  token_id bigint primary key references public.oauth_tokens (id) on delete cascade,
  account_id bigint not null references public.accounts (id),
  number integer not null default nextval('public.push_subscription_numbers'),
  active boolean not null default true,
  endpoint text not null,
  -- The subscriber's public key and the secret that only it and we know (RFC 8291), in base64url.
  p256dh text not null,
  auth text not null,
  -- By RFC 8291 and 8292; otherwise by their drafts, as older apps expect.
  standard boolean not null,
  -- Types of notifications.
  alerts text[] not null,
  policy text not null check (policy in ('all', 'followed', 'follower', 'none')),
  changed_at timestamptz not null default now(),
  changed_site smallint not null default 0
);
comment on table public.push_subscriptions is 'shared: where apps want notifications, newest wins; an ended one forgets its address';
create index push_subscriptions_by_account on public.push_subscriptions (account_id, number desc) where active;
select tweeter.make_shared('public.push_subscriptions', 'token_id');
