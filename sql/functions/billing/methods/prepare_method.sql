-- The message carries a desired state, not a command: what was undone meanwhile is not sent, and sending it twice does
-- no harm. If the subscription here is over, cancelled or not renewed automatically, Telegram must not charge for it
-- either. What Telegram was never told to stop need not be allowed again. From here on it may have been told, whatever
-- becomes of the answer.
--
-- The Bot API does not say which charge it wants to be named; the API below it names the first of the subscription. So
-- it gets the oldest first, then the newest.
create or replace function billing.prepare_method(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_id constant bigint := (p_payload ->> 'method_id')::bigint;
  v_method billing.payment_methods;
  v_charges text[];
  v_canceled boolean;
begin
  select m.* into v_method from billing.payment_methods as m where m.id = v_id;
  v_canceled := v_method.removed_at is not null
    or v_method.kind = 'subscription'
    and billing.goes_on(billing.renewed_by(v_method.invoice_id)) is false;
  if v_method.kind = 'subscription' then
    if num_nulls(v_method.removed_at, v_method.stopped_at) = 2 and (v_method.failed_at is not null or not v_canceled) then
      return null;
    end if;
    update billing.payment_methods as m set stopped_at = app.now()
    where m.id = v_id and v_canceled and m.stopped_at is null;
  elsif not v_canceled or v_method.id is null then
    return null;
  end if;
  select array[(array_agg(c.external_id order by c.id))[1], (array_agg(c.external_id order by c.id desc))[1]]
  into v_charges
  from billing.payments as c
  where c.invoice_id = v_method.invoice_id;
  return jsonb_build_object(
    'provider', v_method.provider,
    'kind', v_method.kind,
    'method', v_method.external_id,
    'telegram_id', coalesce(
      (select t.telegram_id from app.telegram_identities as t where t.user_id = v_method.user_id),
      (p_payload ->> 'telegram_id')::bigint
    ),
    'charges', v_charges,
    'canceled', v_canceled
  );
end
$$;
comment on function billing.prepare_method(text, jsonb) is
  'Prepare hook of payment.sync_method. p_payload: {"method_id", "telegram_id": the owner''s, in case the owner was forgotten since}. canceled: whether the provider must forget the method, or charge no further month; charges: the provider''s ids of the oldest and the newest payment of a subscription. Null if there is nothing to say.';
