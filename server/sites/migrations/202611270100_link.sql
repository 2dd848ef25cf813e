-- Where the other site reaches this one's Postgres when that is not through the link; encrypted, as in tweeter.sites.
alter table tweeter.site_link add column database_url text;
