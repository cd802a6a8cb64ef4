-- The message carries a desired state, not a command: a change that was undone meanwhile is not sent, and sending
-- twice does no harm. If the subscription here is over, cancelled or not renewed automatically, Telegram must not
-- charge for it either. If Telegram was never told to stop, it need not be told to go on. Who enqueued the message has
-- noted that it may be told (billing.sync_method); a hook that wrote it would wait for rows of the business while
-- lanes are locked.
--
-- The Bot API does not say which charge it wants to be named; the API below it names the first of the subscription. So
-- it gets the oldest first, then the newest.
create or replace function billing.prepare_method(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
declare
  v_id constant bigint := (p_payload ->> 'method_id')::bigint;
  v_method billing.payment_methods;
  v_charges text[];
  v_is_unwanted boolean;
begin
  select m.* into v_method from billing.payment_methods as m where m.id = v_id;
  v_is_unwanted := billing.is_unwanted(v_method);
  if v_method.stopped_at is null and (v_method.kind = 'subscription' or not v_is_unwanted) then
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
    'canceled', v_is_unwanted
  );
end
$$;
comment on function billing.prepare_method(text, jsonb) is
  'Prepare hook of payment.sync_method. p_payload: {"method_id", "stops": whether it is the first that tells it to stop, "telegram_id": the owner''s, in case the owner was forgotten since}. canceled: whether the provider must forget the method, or charge no further month; charges: the provider''s ids of the oldest and the newest payment of a subscription. Null if there is nothing to say.';
