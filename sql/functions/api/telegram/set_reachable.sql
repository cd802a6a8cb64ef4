-- A single refusal is believed immediately. Many in a short time are not: then the fault is ours (another bot's
-- token, another bot's chats), and no user is excluded because of it.
create or replace function api.set_reachable(p_telegram_id bigint, p_reachable boolean) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  select i.user_id into v_user_id
  from app.telegram_identities as i
  where i.telegram_id = p_telegram_id
    and (i.unreachable_since is null) <> p_reachable
  for no key update;
  if not found or not (p_reachable or app.within_brake('unreachable', 1)) then
    return;
  end if;
  update app.telegram_identities as i
  set unreachable_since = case when not p_reachable then app.now() end
  where i.user_id = v_user_id;
  if p_reachable then
    perform app.refresh_screen(v_user_id, 'home');
  end if;
end
$$;
comment on function api.set_reachable(bigint, boolean) is
  'Records whether the chat accepts messages, and since when it does not. Nothing is recorded beyond the brake unreachable. A user who comes back gets a fresh screen.';
