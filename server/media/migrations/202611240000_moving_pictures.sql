-- Video, animated GIF and audio, which are made ready after the upload. Old code goes on: what it writes is 'done'.
alter table public.media
  drop constraint media_type_check,
  add constraint media_type_check check (type in ('image', 'video', 'gifv', 'audio')),
  add column state text not null default 'done' check (state in ('processing', 'done', 'failed')),
  -- The key of the upload as it came, which nobody is served; its blob goes when the row is done, failed or deleted.
  add column source_name text,
  -- For people: why it failed.
  add column error text,
  -- There is none without a picture (a song without a cover, anything unfinished).
  alter column blurhash drop not null,
  add check (state <> 'processing' or (source_name is not null and post_id is null)),
  add check ((state = 'failed') = (error is not null));
comment on column public.media.small_name is 'There is a file of this name if meta has "small".';
select tweeter.make_shared('public.media', 'id');

create index media_processing on public.media (account_id) where state = 'processing' and deleted_at is null;
