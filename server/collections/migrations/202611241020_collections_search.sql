-- Collections are searched like accounts: by what a name begins with, by their hashtag, and for what stands inside.
create index collections_by_name on public.collections (lower(name) text_pattern_ops)
  where discoverable and deleted_at is null;
create index collections_by_tag on public.collections (tag text_pattern_ops)
  where discoverable and deleted_at is null and tag is not null;
do $$ begin
  create extension if not exists pg_trgm with schema public;
  create index collections_by_trigrams on public.collections
    using gin ((lower(name) || ' ' || lower(description)) public.gin_trgm_ops) where discoverable and deleted_at is null;
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
  raise notice 'pg_trgm is not there: a search for the middle of a text reads all collections';
end $$;
