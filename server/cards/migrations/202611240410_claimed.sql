-- Whom the page names as its author, but who does not name the page's host: they are asked to.
alter table public.cards add column claimed_id bigint;
