-- One row of its kind holds at a time. What it was before ends now and stays for the history.
create or replace function billing.set_discount(
  p_user_id bigint, p_kind text, p_percent integer, p_until timestamptz, p_reason text
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_ended integer;
  v_undone integer;
begin
  perform billing.require_reason(p_reason, 'Say why; the user finds it in his data.');
  if not exists (select from app.users as u where u.id = p_user_id) then
    return '{"outcome": "refused", "why": "there is no such user: ops.find_user() finds one"}'::jsonb;
  elsif p_percent is not null and p_percent not between 1 and 99 then
    return '{"outcome": "refused", "why": "percent are 1 to 99"}'::jsonb;
  elsif p_until <= v_now then
    return '{"outcome": "refused", "why": "it would be over already"}'::jsonb;
  end if;
  perform billing.lock_user(p_user_id);
  delete from billing.personal_prices as q
  where q.user_id = p_user_id and q.kind = p_kind and q.plan_id is null and not q.adds_up and lower(q.valid) >= v_now;
  get diagnostics v_undone = row_count;
  update billing.personal_prices as q
  set valid = tstzrange(lower(q.valid), v_now)
  where q.user_id = p_user_id and q.kind = p_kind and q.plan_id is null and not q.adds_up and q.valid @> v_now;
  get diagnostics v_ended = row_count;
  if p_percent is null then
    return jsonb_build_object('outcome', case when v_ended + v_undone > 0 then 'removed' else 'no_discount' end);
  end if;
  insert into billing.personal_prices (user_id, kind, percent, valid, reason)
  values (p_user_id, p_kind, p_percent, tstzrange(v_now, p_until), p_reason);
  return jsonb_strip_nulls(jsonb_build_object('outcome', 'set', 'percent', p_percent, 'until', p_until));
end
$$;
comment on function billing.set_discount(bigint, text, integer, timestamptz, text) is
  'Gives a user percent off all plans from now until p_until (UTC; null: until it is removed), in place of what he had of that kind (personal or vip); p_percent null removes it. outcome: set, removed, no_discount, or refused and why. Raises TK061 without a reason.';
