create or replace function jobs.tend_withdrawals(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := app.now() - interval '1 day';
  v_counts integer[] := array[billing.hide_requisites(p_limit), billing.ask_about_payouts(p_limit)];
  v_drafts integer;
begin
  delete from billing.withdrawal_drafts as d
  where d.user_id in (
    select o.user_id
    from billing.withdrawal_drafts as o
    where o.changed_at < v_before
    order by o.changed_at
    limit p_limit
    for update skip locked
  );
  get diagnostics v_drafts = row_count;
  v_counts := v_counts || v_drafts;
  perform jobs.note_alarm(t.name, t.detail) from billing.withdrawal_troubles() as t;
  return (
    (select sum(c.n)::integer from unnest(v_counts) as c (n)),
    0,
    (select max(c.n) >= p_limit from unnest(v_counts) as c (n))
  );
end
$$;
comment on function jobs.tend_withdrawals(integer) is
  'Step of the job tend_withdrawals: has messages removed that show requisites, providers asked what they have not told, and drafts deleted that are a day old, at most p_limit of each; raises or ends the alarms of billing.withdrawal_troubles.';

select jobs.register(
  p_name => 'tend_withdrawals',
  p_schedule => '* * * * *',
  p_position => 62,
  p_description => 'Removes shown requisites and old drafts, asks about payouts, and tells of withdrawals that wait.'
);
