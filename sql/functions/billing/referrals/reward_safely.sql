-- Money that has arrived is booked whatever fails. A reward that could not be written is audited, and the owner has it
-- written with billing.reward_payment, as often as he likes.
create or replace function billing.reward_safely(p_payment_id bigint, p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.reward_payment(p_payment_id, p_user_id);
exception when others then
  if sqlstate in ('40001', '40P01', '55P03') then
    raise;
  end if;
  perform app.record(
    'system', 'payment.reward_failed', 'payment', p_payment_id, null,
    jsonb_build_object('sqlstate', sqlstate, 'error', sqlerrm)
  );
end
$$;
comment on function billing.reward_safely(bigint, bigint) is
  'Does what billing.reward_payment does; a failure is audited as payment.reward_failed. Raises 40001, 40P01 and 55P03: the caller repeats everything.';
