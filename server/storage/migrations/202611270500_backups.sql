-- What a backup (server/storage/backup) leaves out says so in the comment of its table: `not in backups`.
comment on table tweeter.facts is 'shared: what processes of the other site must hear; inserted once, not compared, not in backups, purged after an hour at each site';
