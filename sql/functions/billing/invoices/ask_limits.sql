-- What a provider accepts moves with the exchange rates, so the shop asks once a day. This has a destination of its
-- own, as the provider's list has: a failure here must not close the destination through which people pay.
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
  'Asks each provider that can tell its limits, and has not told them for a day. Returns how many it asked.';
