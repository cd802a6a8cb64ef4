create or replace function api.tap_broadcast(p_telegram_id bigint, p_broadcast_id bigint) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform broadcast.note_tap(p_broadcast_id, app.user_of(p_telegram_id));
end
$$;
comment on function api.tap_broadcast(bigint, bigint) is
  'Remembers that a user tapped a button of a broadcast. Does nothing if he did not get that broadcast. Raises TK010 for an unknown user.';
