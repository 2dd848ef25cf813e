-- Names are searched for what stands in the middle of them too. pg_trgm comes with PostgreSQL and is trusted, so whoever
-- may create things in a database may add it; where it was left out, or is not allowed, such a search reads all names,
-- which is slow only for very many accounts.
do $$ begin
  create extension if not exists pg_trgm with schema public;
  create index accounts_by_trigrams on public.accounts
    using gin ((lower(username) || ' ' || lower(display_name)) public.gin_trgm_ops);
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
  raise notice 'pg_trgm is not there: a search for the middle of a name reads all names';
end $$;
