create or replace function api.contact() returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$ select app.setting('contact_url') #>> '{}' $$;
comment on function api.contact() is
  'Returns how the shop is reached outside the bot (setting contact_url), for those who are on the blacklist; null for nowhere.';
