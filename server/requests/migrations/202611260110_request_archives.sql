-- Which segments of the request files are in an archive: a bucket, or a folder elsewhere. Their names never come again.

create table public.request_archives (
  -- `s3://bucket/prefix`: another archive begins from the beginning.
  archive text not null,
  -- The name of the segment, without its endings.
  segment text not null,
  bytes bigint not null,
  archived_at timestamptz not null default now(),
  primary key (archive, segment)
);
comment on table public.request_archives is 'local: which request files are in the archive, found anew by archiving them again';
