create or replace function billing.was_undelivered(p_subscription_id bigint, p_number integer) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from billing.refunds as r
    where r.subscription_id = p_subscription_id
      and r.period_number = p_number
      and r.cause = format('undelivered:%s:%s', p_subscription_id, p_number)
  );
end
$$;
comment on function billing.was_undelivered(bigint, integer) is
  'Whether a period was paid back because it was not delivered in time (billing.refund_undelivered).';
