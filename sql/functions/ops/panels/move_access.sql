-- The customer keeps his access until the other panel has confirmed the new one. Then his key changes, and he is
-- told.
create or replace function ops.move_access(p_subscription_id bigint, p_from text, p_to text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from bigint;
  v_to bigint;
begin
  perform billing.lock_user(s.user_id) from billing.subscriptions as s where s.id = p_subscription_id;
  select a.panel_id into v_from
  from vpn.access as a
  join vpn.panels as p on p.id = a.panel_id
  where a.subscription_id = p_subscription_id and p.code = p_from and a.state = 'serving';
  select p.id into v_to from vpn.panels as p where p.code = p_to;
  if v_from is null then
    return 'not_there';
  elsif v_to is null then
    return 'no_such_panel';
  elsif exists (
    select from vpn.access as a where a.subscription_id = p_subscription_id and a.panel_id = v_to
  ) then
    return 'is_there';
  end if;

  perform vpn.retire(array[p_subscription_id], v_from);
  perform vpn.put(p_subscription_id, v_to);
  perform vpn.finish_moves(array[p_subscription_id]);
  perform app.record(
    app.actor(), 'access.moved', 'subscription', p_subscription_id,
    jsonb_build_object('panel', p_from), jsonb_build_object('panel', p_to)
  );
  return 'moving';
end
$$;
comment on function ops.move_access(bigint, text, text) is
  'Takes a subscription and the codes of two panels, and moves its access from one to the other, even if that one is disabled or full. Returns moving: the old access stays until the new one works, see ops.access; not_there: p_from does not serve it; no_such_panel; is_there: it has access at p_to, or has not left it yet.';
