create table public.cards (
  -- SHA-256 of the address, in hex: an address may be longer than an index entry.
  key text primary key,
  url text not null,
  -- Makes the name of its picture, so that asking twice writes the same file and nobody can guess it.
  salt text not null default gen_random_uuid()::text,
  -- When somebody last posted it or looked at it, within some days; what nobody wants for long is swept.
  wanted_at timestamptz not null,
  -- Not asked again before this, however often it is posted. A job that is under way keeps it in the future.
  ask_after timestamptz not null,
  asked_at timestamptz,
  -- In a row.
  failures smallint not null default 0,
  -- What the page says of itself (see preview.ts); null as long as nothing is known, and where there is no preview.
  preview jsonb,
  -- The name of the picture under /media/.
  picture text,
  -- Who wrote the page, where it says so and they say so too. No foreign key: it is looked at when it is shown.
  author_id bigint
);
comment on table public.cards is 'local: previews of links, which can be fetched again';
create index cards_unwanted on public.cards (wanted_at);
