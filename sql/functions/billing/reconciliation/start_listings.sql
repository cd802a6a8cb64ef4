-- Once a day, from the hour of the setting on. The next day makes up for a missed one, because each listing begins
-- before the end of the previous one: a provider may list late what was paid in time. Open disputes are asked about as
-- well, because possibly nobody reported how they ended.
create or replace function billing.start_listings() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_at constant timestamptz := date_trunc('day', v_now, 'UTC')
    + make_interval(hours => app.setting('reconcile_hour')::integer);
  v_due constant timestamptz := case when v_at > v_now then v_at - interval '24 hours' else v_at end;
  v_count integer;
begin
  select count(billing.start_listing(p.name, billing.list_from(p), v_now, 'system'))::integer into v_count
  from billing.providers as p
  where 'list' = any (p.can)
    and not exists (
      select
      from billing.listings as l
      where l.provider = p.name and l.started_at >= v_due and l.actor = 'system'
    );
  perform billing.ask_dispute(d.provider, d.external_id, d.charge_id)
  from billing.disputes as d
  join billing.listings as l on l.provider = d.provider and l.started_at = v_now and l.actor = 'system'
  where d.status = 'opened'
  order by d.id;
  return v_count;
end
$$;
comment on function billing.start_listings() is
  'Starts reading the list of each provider that has one and was not asked today, see the settings reconcile_hour and reconcile_days, and asks about each open dispute of these providers. Returns how many were started.';
