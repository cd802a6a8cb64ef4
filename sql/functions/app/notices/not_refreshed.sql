create or replace function app.not_refreshed(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (why the screen could not be drawn does not matter here)
begin
  if p_payload ? 'notice' and p_reason <> 'revived' then
    perform app.notify_all(array[p_payload -> 'notice']);
  end if;
end
$$;
comment on function app.not_refreshed(text, jsonb, text, text) is
  'Hook of inbox.refresh: the screen could not be drawn, so a notice tells what it would have shown. p_payload: see app.show_or_notify; p_reason, p_error: see outbox.dead_letters.';
