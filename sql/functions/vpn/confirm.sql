-- A panel confirmed a generation. Compare and set: a late answer for an older generation than the one
-- recorded changes nothing. The row is locked first, so a change that runs at the same time either commits
-- before and is seen here, or comes after and enqueues its own message. When a newer generation is desired,
-- its message waits already (see vpn.desire), unless somebody discarded it: so it is asked for again.
create or replace function vpn.confirm(
  p_subscription_id bigint,
  p_generation bigint,
  p_present boolean,
  p_link text
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_access vpn.access;
begin
  select a.* into v_access
  from vpn.access as a
  where a.subscription_id = p_subscription_id
  for no key update;
  if not found or p_generation <= v_access.applied_generation then
    return;
  end if;

  update vpn.access as a
  set
    applied_generation = p_generation,
    applied_at = app.now(),
    link = case when p_present then p_link end,
    last_error = null
  where a.subscription_id = p_subscription_id;

  if p_generation < v_access.desired_generation then
    perform vpn.enqueue_apply(array[p_subscription_id]);
  end if;
  if p_present and p_link is distinct from v_access.link then
    perform app.refresh_screen(s.user_id, 'access')
    from billing.subscriptions as s
    where s.id = p_subscription_id;
  end if;
end
$$;
comment on function vpn.confirm(bigint, bigint, boolean, text) is
  'Records the generation that a panel has, with the link when present; enqueues again when a newer one is desired, and redraws the screen that waits for a new link.';
