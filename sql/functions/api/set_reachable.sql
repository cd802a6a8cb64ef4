create or replace function api.set_reachable(p_telegram_id bigint, p_reachable boolean) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  update app.telegram_identities as i
  set unreachable_since = case when p_reachable then null else app.now() end
  where i.telegram_id = p_telegram_id
    and (i.unreachable_since is null) <> p_reachable
  returning i.user_id into v_user_id;
  if found and p_reachable then
    perform app.refresh_screen(v_user_id, 'home');
  end if;
end
$$;
comment on function api.set_reachable(bigint, boolean) is
  'Notes whether the chat takes messages; since when it does not is kept. Who comes back finds a fresh screen.';
