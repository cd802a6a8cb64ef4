create or replace function app.refresh_screen(p_user_id bigint, p_screen text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.refresh_screens(array[p_user_id], p_screen);
end
$$;
comment on function app.refresh_screen(bigint, text) is 'See app.refresh_screens.';
