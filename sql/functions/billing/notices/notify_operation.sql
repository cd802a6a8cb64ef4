create or replace function billing.notify_operation(
  p_user_id bigint,
  p_text text,
  p_reason text default null,
  p_amount bigint default null,
  p_currency text default null,
  p_subscription_id bigint default null
) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.notify_all(array[billing.operation_notice(p_user_id, p_text, p_reason, p_amount, p_currency, p_subscription_id)])
$$;
comment on function billing.notify_operation(bigint, text, text, bigint, text, bigint) is
  'Sends a user a notice about money or time that somebody else moved, see billing.operation_notice.';
