-- Says what a subscription's access is to be. Nothing is sent from here: the generation rises and one
-- message waits in the subscription's lane; vpn.prepare_apply reads what is desired when it goes out.
--
-- Without an enabled panel it waits for one, see vpn.place_waiting.
--
-- Why no change is lost, though the message dedupes: enqueueing holds the lane until this commits, and no
-- claim takes a lane that is held. So a message that waits is read after this change; one that is in flight
-- does not count, and another is enqueued behind it. vpn.confirm looks once more.
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
  v_panel_id bigint;
  v_generation bigint;
begin
  update vpn.access as a
  set
    desired_generation = a.desired_generation + 1,
    desired_present = p_present,
    desired_expires_at = p_expires_at
  where a.subscription_id = p_subscription_id
  returning a.desired_generation into v_generation;

  if not found then
    select p.id into v_panel_id from vpn.panels as p where p.enabled order by p.id limit 1;
    if not found then
      perform jobs.note_alarm('no_panel', 'no VPN panel is enabled: what is bought waits for a row of vpn.panels');
    end if;
    insert into vpn.access as a (subscription_id, panel_id, key, desired_present, desired_expires_at)
    values (p_subscription_id, v_panel_id, format('s_%s', p_subscription_id), p_present, p_expires_at)
    returning a.desired_generation into v_generation;
  end if;

  perform vpn.enqueue_apply(array[p_subscription_id]);
  return v_generation;
end
$$;
comment on function vpn.desire(bigint, boolean, timestamptz) is
  'Sets the desired access of a subscription: present until p_expires_at (UTC), or absent. The first call places it on a panel and issues key and uuid. Without an enabled panel it waits for one, and the admins hear of it. Returns the generation.';
