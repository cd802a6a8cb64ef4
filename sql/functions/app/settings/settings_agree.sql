-- A deferred trigger runs at the end of the transaction, with the rights of whoever called: the bot has none on what
-- it reads.
create or replace function app.settings_agree() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  set constraints app.settings_agree immediate;
  set constraints app.settings_agree deferred;
end
$$;
comment on function app.settings_agree() is
  'Has app.check_settings look at what has changed now, instead of at the end of the transaction. A function that changes a setting calls it last. Raises TK063.';
