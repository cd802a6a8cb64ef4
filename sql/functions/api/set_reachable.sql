create or replace function api.set_reachable(p_telegram_id bigint, p_reachable boolean) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  update app.telegram_identities as i
  set unreachable_since = case when p_reachable then null else app.now() end
  where i.telegram_id = p_telegram_id
    and (i.unreachable_since is null) <> p_reachable
$$;
comment on function api.set_reachable(bigint, boolean) is
  'Notes whether the chat takes messages; since when it does not is kept.';
