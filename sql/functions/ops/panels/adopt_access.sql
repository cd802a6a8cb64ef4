create or replace function ops.adopt_access(p_access_id bigint) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform from vpn.desired as d
  where d.subscription_id = (select a.subscription_id from vpn.access as a where a.id = p_access_id)
  for no key update;
  if not exists (select from vpn.foreign_names() as f where f.access_id = p_access_id) then
    return 'not_taken';
  end if;
  update vpn.access as a set adopt = true where a.id = p_access_id;
  perform app.record(
    app.actor(), 'access.adopted', 'subscription', a.subscription_id, null,
    jsonb_build_object('access_id', a.id)
  )
  from vpn.access as a
  where a.id = p_access_id;
  perform outbox._hurry_lane('vpn', p_access_id::text);
  return 'adopting';
end
$$;
comment on function ops.adopt_access(bigint) is
  'Takes the id of an access whose key is the name of an account that is not ours (ops.drift: taken). Lets the shop take that account over, once: its owner loses it. Returns adopting, or not_taken when that is not why the access waits.';
