-- Places access that waits for a panel, as far as panels have room. A subscription that no panel can take does not
-- block the others. A panel that is being drained releases accesses that have found another place.
create or replace function vpn.place_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_drained bigint[] := vpn.retire_batch(p_limit);
  v_ids bigint[];
  v_placed integer;
begin
  with free as materialized (
    select f.* from vpn.free_panels() as f
  )
  select array_agg(n.subscription_id) into v_ids
  from (
    select d.subscription_id
    from vpn.desired as d
    where d.missing > 0
      and d.present
      and exists (
        select
        from free as f
        where (d.places is null or f.country = any (d.places) or f.code = any (d.places))
          and not exists (
            select from vpn.access as a where a.subscription_id = d.subscription_id and a.panel_id = f.panel_id
          )
      )
    order by d.subscription_id
    limit p_limit
    for no key update of d skip locked
  ) as n;
  v_placed := vpn.place(v_ids);
  perform vpn.enqueue_apply(v_ids);
  perform vpn.finish_moves(v_drained);
  if not exists (select from vpn.desired as d where d.missing > 0 and d.present) then
    perform jobs.note_alarm('no_panel', null);
  elsif v_ids is null then
    perform jobs.note_alarm('no_panel', 'no VPN panel takes what waits for one');
  end if;
  return (v_placed, 0, v_placed > 0 or coalesce(cardinality(v_drained) = p_limit, false));
end
$$;
comment on function vpn.place_batch(integer) is
  'Places access for up to p_limit subscriptions that lack a panel, and retires up to p_limit accesses on panels that are being drained. Returns whether there may be more.';
