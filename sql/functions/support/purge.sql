create or replace function support.purge(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- A variable, because PostgreSQL uses no index for a comparison with a volatile function.
  v_before constant timestamptz := app.now() - make_interval(days => app.setting('keep_tickets_days')::integer);
  v_count integer;
begin
  delete from support.tickets as t
  where t.id in (
    select o.id from support.tickets as o where o.closed_at < v_before order by o.closed_at limit p_limit
  );
  get diagnostics v_count = row_count;
  delete from support.company_requests as r
  where r.id in (
    select o.id
    from support.company_requests as o
    where o.begun_at < v_before and o.ticket_id is null
    order by o.begun_at
    limit p_limit
  );
  return v_count;
end
$$;
comment on function support.purge(integer) is
  'Deletes at most p_limit tickets that were closed longer ago than the setting keep_tickets_days, with their messages, and requests of companies as old whose ticket is gone. Returns how many tickets.';
