-- Sets the desired access of a subscription. It sends nothing itself: it raises the generation and makes sure that
-- one message waits in the lane of each access; vpn.prepare_apply reads the desired state when the message is sent.
--
-- Deduplication loses no change: enqueueing locks the lane until this transaction commits, and no claim takes a
-- locked lane. So a message that waits is prepared after this change; a message in flight does not count, and another
-- one is enqueued behind it. vpn.applied_batch checks once more.
create or replace function vpn.desire(
  p_subscription_id bigint,
  p_present boolean,
  p_expires_at timestamptz
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_desired vpn.desired;
begin
  update vpn.desired as d
  set generation = d.generation + 1, present = p_present, expires_at = p_expires_at
  where d.subscription_id = p_subscription_id
  returning d.* into v_desired;

  if not found then
    insert into vpn.desired as d (
      subscription_id, present, expires_at, device_limit, data_limit, traffic_from, panels, places, missing
    )
    select
      p_subscription_id, p_present, p_expires_at, p.device_limit, p.data_limit_bytes,
      case when p.data_limit_bytes is not null then app.now() end, p.panels, p.places, p.panels
    from billing.subscriptions as s
    join billing.plans as p on p.id = s.plan_id
    where s.id = p_subscription_id
    returning d.* into v_desired;
  end if;

  if p_present and v_desired.missing > 0 and vpn.place(array[p_subscription_id]) < v_desired.missing then
    perform jobs.note_alarm('no_panel', 'no VPN panel takes what was bought: it waits for a row of vpn.panels');
  end if;
  perform vpn.enqueue_apply(array[p_subscription_id]);
  return v_desired.generation;
end
$$;
comment on function vpn.desire(bigint, boolean, timestamptz) is
  'Sets the desired access of a subscription: present until p_expires_at (UTC), or absent. A new one gets the limits and places of its plan; later they follow the running period (billing.begin_periods). Missing panels are placed, see vpn.place; when no panel has room, the access waits and the admins are told. Returns the generation.';
