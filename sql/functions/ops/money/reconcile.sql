create or replace function ops.reconcile(
  p_provider text, p_from timestamptz default null, p_to timestamptz default null
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_actor constant text := app.actor();
  v_provider billing.providers;
  v_to constant timestamptz := least(p_to, app.now());
  v_from timestamptz;
  v_id bigint;
begin
  select p.* into v_provider from billing.providers as p where p.name = p_provider;
  if not found then
    return 'unknown_provider';
  elsif 'list' <> all (v_provider.can) then
    return 'has_no_list';
  end if;
  v_from := coalesce(p_from, billing.list_from(v_provider));
  if v_from >= v_to then
    return 'no_time';
  end if;
  v_id := billing.start_listing(p_provider, v_from, v_to, v_actor);
  if v_id is null then
    return 'already_reading';
  end if;
  perform app.record(
    v_actor, 'listing.started', 'listing', v_id, null,
    jsonb_build_object('provider', p_provider, 'from', v_from, 'to', v_to)
  );
  return 'started';
end
$$;
comment on function ops.reconcile(text, timestamptz, timestamptz) is
  'Makes the listener read a provider''s own list now, from p_from (null: as far back as each day) to p_to (null: now), UTC. What the list shows and our books lack is booked or asked about; what differs then is in ops.reconciliation. Returns started, already_reading, has_no_list (or no program has its keys), no_time (nothing between the two) or unknown_provider.';
