-- Telegram said what the ball shows: the throw and its prize are booked in this one transaction, and the result is told
-- when the ball has stopped on the user's screen.
create or replace function billing.thrown(p_lane text, p_payload jsonb, p_result jsonb) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_throw billing.throws;
begin
  perform billing.lock_user(t.user_id) from billing.throws as t where t.id = (p_payload ->> 'throw_id')::bigint;
  select t.* into v_throw
  from billing.throws as t
  where t.id = (p_payload ->> 'throw_id')::bigint and t.status = 'sending'
  for no key update;
  -- A ball whose answer was lost has been thrown again, and this is the later answer.
  if not found then
    return;
  end if;
  v_throw.value := (p_result ->> 'value')::integer;
  v_throw.message_id := (p_result ->> 'message_id')::bigint;
  v_throw := billing.give_prize(v_throw);
  update billing.throws as t
  set
    status = 'thrown', settled_at = app.now(), value = v_throw.value, message_id = v_throw.message_id,
    prize = v_throw.prize, amount = v_throw.amount, period_number = v_throw.period_number,
    transfer_id = v_throw.transfer_id, personal_price_id = v_throw.personal_price_id
  where t.id = v_throw.id;
  perform app.record(
    'system', 'throw.settled', 'throw', v_throw.id, null,
    jsonb_build_object('value', v_throw.value, 'prize', v_throw.prize, 'amount', v_throw.amount)
  );
  perform billing.notify_throw(v_throw, p_lane);
end
$$;
comment on function billing.thrown(text, jsonb, jsonb) is
  'Done hook of game.dice. p_payload: {"throw_id"}; p_result: {"message_id", "value"}. Books the throw and gives its prize, once, and has the result told.';
