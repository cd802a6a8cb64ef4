-- What a provider takes moves with the rates, so it is asked once a day. Like its list, this has a destination of its
-- own: whatever fails there must not close the one that people pay through.
create or replace function billing.ask_limits() returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
begin
  perform outbox.enqueue(
    'payment.limits', format('limits:%s', p.name), jsonb_build_object('provider', p.name), 'limits', null, null,
    p.name || '_lists'
  )
  from billing.providers as p
  where 'limits' = any (p.can) and (p.limits_at > app.now() - interval '1 day') is not true
  order by p.name;
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function billing.ask_limits() is
  'Asks each provider that can say so, and has not said it for a day, which amounts it takes. Returns how many.';
