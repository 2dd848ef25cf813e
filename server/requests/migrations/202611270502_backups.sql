-- They are to be forgotten after two days, and a backup would remember them.
comment on table public.request_salts is 'local: the salts of hashed addresses, two days at most; not in backups';
