create or replace function billing.stop_charges(p_subscription_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.stop_charge(i.id)
  from billing.invoices as i
  where i.subscription_id = p_subscription_id and i.status in ('creating', 'open')
  order by i.id;
end
$$;
comment on function billing.stop_charges(bigint) is
  'Gives up all charges that are on their way for the next period of a subscription, see billing.stop_charge. The caller holds the user''s locks.';
