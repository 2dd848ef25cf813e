-- A backup restored is one site alone.
comment on table tweeter.sites is 'local: the other site, as this one knows it; not in backups';
comment on table tweeter.site_link is 'local: how the link of this site is reached, and an open invitation; not in backups';
