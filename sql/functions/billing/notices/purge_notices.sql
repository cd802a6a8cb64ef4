-- The record of a notice prevents a second one until its period is over.
create or replace function billing.purge_notices(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant timestamptz := app.now() - make_interval(days => app.setting('keep_notices_days')::integer);
  v_shown_before constant timestamptz := app.now() - interval '2 days';
  v_deleted integer;
begin
  delete from billing.notices as n
  where n.ctid in (
    select o.ctid
    from billing.notices as o
    where o.created_at < v_before
      and not exists (
        select
        from billing.subscriptions as s
        where s.id = o.subscription_id and s.period_number = o.period_number and s.status = 'active'
      )
    order by o.created_at
    limit p_limit
  );
  get diagnostics v_deleted = row_count;
  delete from billing.shown_notices as n
  where n.ctid in (
    select o.ctid from billing.shown_notices as o where o.sent_at < v_shown_before order by o.sent_at limit p_limit
  );
  return v_deleted;
end
$$;
comment on function billing.purge_notices(integer) is
  'Takes the maximum number of rows. Deletes records of notices older than the setting keep_notices_days, except for periods that still run. Also which messages of more than two days ago show notices: they cannot be removed any more. Returns how many records.';
