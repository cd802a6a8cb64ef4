-- Drawn at random, the token of a charge that was made after a backup would be unknown to the restored shop, and the
-- same renewal would be charged under another one. The method's id at its provider is secret, so nobody else can
-- compute the token.
create or replace function billing.charge_token(
  p_method_id bigint, p_subscription_id bigint, p_period_number integer, p_attempt bigint
) returns uuid
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select encode(substring(sha256(convert_to(
    format('charge %s %s %s %s', m.external_id, p_subscription_id, p_period_number, p_attempt), 'UTF8'
  )) for 16), 'hex')::uuid
  from billing.payment_methods as m
  where m.id = p_method_id
$$;
comment on function billing.charge_token(bigint, bigint, integer, bigint) is
  'Returns the idempotency key with which a saved method is charged at the end of a period of a subscription, at this attempt: the same in a database that was restored from a backup.';
