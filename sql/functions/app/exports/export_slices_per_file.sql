-- A file has 50,000 rows: some megabytes, less when packed, which Telegram takes well within the time of a message.
create or replace function app.export_slices_per_file() returns integer
language sql
immutable
as $$ select 50 $$;
comment on function app.export_slices_per_file() is
  'Returns of how many slices (app.export_slices) a file is made.';
