-- A backup restored is one site alone: what is said of the other one, and of what is under way with it, is left out.
comment on table tweeter.sites is 'local: the other site, as this one knows it; not in backups';
comment on table tweeter.site_link is 'local: how the link of this site is reached, and an open invitation; not in backups';
comment on table tweeter.site_pauses is 'local: why a subscription of this site rests; not in backups';
comment on table tweeter.site_places is 'local: how far a comparing of two sites is, so that it goes on after an interruption; not in backups';
comment on table tweeter.site_new_tables is 'local: tables that both sites are still to compare after an upgrade; not in backups';
comment on table tweeter.home_facts is 'home: facts whose home rows have come, by the way on which they come; not in backups, purged after an hour';
comment on table tweeter.blobs_to_come is 'local: files that the other site has put or removed and this one has not yet; not in backups';
