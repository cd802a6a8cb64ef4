-- Keeps the history tables small, each according to its setting, and erases what people asked to be erased. Money,
-- periods and decisions of people are kept forever. Each batch is its own transaction and locks only the rows that it
-- deletes.
create or replace function jobs.purge_history(p_limit integer) returns jobs.step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Variables, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := clock_timestamp() - make_interval(days => jobs.keep_days());
  v_now constant timestamptz := app.now();
  v_runs integer;
  v_uses integer;
  v_told integer;
  v_counts integer[];
begin
  delete from jobs.run
  where id in (
    select r.id
    from jobs.run as r
    where r.started_at < v_before
      and r.status <> 'running'
    order by r.started_at
    limit p_limit
  );
  get diagnostics v_runs = row_count;
  delete from app.brake_uses
  where ctid in (
    select u.ctid
    from app.brake_uses as u
    join app.brakes as b on b.name = u.brake
    where u.at <= app.now() - b.span
    limit p_limit
  );
  get diagnostics v_uses = row_count;
  delete from app.told
  where id in (
    select t.id
    from app.told as t
    -- In the order of time, as far as they are old: the others, all of a month, are not read.
    where t.id < coalesce(
        (
          select k.id
          from app.told as k
          where k.at between v_now - interval '35 days' and v_now
          order by k.id
          limit 1
        ),
        9223372036854775807
      )
      and t.at < v_now - interval '35 days'
    order by t.id
    limit p_limit
  );
  get diagnostics v_told = row_count;
  v_counts := array[
    v_runs, v_uses, v_told, inbox.purge(p_limit), outbox.purge(p_limit), app.purge_audit(p_limit),
    billing.purge_notices(p_limit), vpn.purge_late(p_limit), vpn.purge_scans(p_limit),
    vpn.purge_devices(p_limit), vpn.purge_page_devices(p_limit), vpn.purge_checks(p_limit),
    support.purge(p_limit), app.scrub(p_limit), app.purge_channel_members(p_limit),
    billing.purge_former_uses(p_limit), broadcast.purge(p_limit), jobs.purge_alarms(p_limit), app.purge_exports(p_limit)
  ];
  return (
    (select sum(c.n)::integer from unnest(v_counts) as c (n)),
    0,
    (select max(c.n) >= p_limit from unnest(v_counts) as c (n))
  );
end
$$;
comment on function jobs.purge_history(integer) is
  'Deletes runs, processed updates, finished messages, audit lines, notices, late deliveries, scans and checks of panels, lists of devices, closed tickets, recipients of broadcasts and groups of alarms that are older than their settings, what was known of channels a day ago, devices that the page has not seen for 30 days, what is kept for promo codes that are over, brake uses that no brake counts any more, and records of what people were told over 35 days ago; at most p_limit of each. For the audit it counts the lines that it has examined.';

select jobs.register(
  p_name => 'purge_history',
  p_schedule => '17 * * * *',
  p_position => 90,
  p_description => 'Deletes history that is older than its setting: runs, updates, messages, audit, notices.'
);
