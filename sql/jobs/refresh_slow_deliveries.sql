-- Each slow delivery is told once. The window covers the minute that ended 15 seconds ago, and the minute before it
-- in case a tick was late.
create or replace function jobs.refresh_slow_deliveries(p_limit integer) returns jobs.step
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  with slow as (
    select u.id
    from billing.slow_deliveries(app.now() - interval '135 seconds', app.now() - interval '15 seconds') as u (id)
    order by u.id
    limit p_limit
  ),
  asked as materialized (
    select app.refresh_screen(s.id, 'access') from slow as s
  )
  select (count(*), 0, false)::jobs.step from asked as a
$$;
comment on function jobs.refresh_slow_deliveries(integer) is
  'Step of the job refresh_slow_deliveries: asks the bot to redraw screens that still promise a key within a second.';

select jobs.register(
  p_name => 'refresh_slow_deliveries',
  p_schedule => '* * * * *',
  p_position => 26,
  p_description => 'Updates screens to say that switching access on takes longer than usual.'
);
