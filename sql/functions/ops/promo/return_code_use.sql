create or replace function ops.return_code_use(
  p_user_id bigint, p_code text, p_reason text, p_request uuid default gen_random_uuid()
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first jsonb;
  v_use_id bigint;
  v_outcome text := 'not_used';
begin
  v_first := billing.begin_operation(
    p_request, 'return_code_use', p_user_id, jsonb_build_object('code', upper(btrim(p_code))), app.actor(), p_reason
  );
  if v_first is not null then
    return v_first;
  end if;
  perform billing.lock_user(p_user_id);
  select u.id into v_use_id
  from billing.promo_uses as u
  join billing.promo_codes as c on c.id = u.code_id
  where u.user_id = p_user_id and c.code = upper(btrim(p_code)) and u.state = 'redeemed' and u.order_id is not null
  order by u.redeemed_at desc
  limit 1;
  if v_use_id is not null and billing.return_promo(v_use_id) then
    v_outcome := 'returned';
    perform app.record(
      app.actor(), 'promo_code.returned', 'user', p_user_id, null,
      jsonb_build_object('use_id', v_use_id), p_reason
    );
  end if;
  return billing.end_operation(p_request, jsonb_build_object('outcome', v_outcome));
end
$$;
comment on function ops.return_code_use(bigint, text, text, uuid) is
  'Gives a user the last use of a promo code back that a purchase of his took, such as after a refund; prices follow the code again. The same p_request again gives nothing more, and returns the first result. outcome: returned, not_used. Raises TK010 for an unknown user, TK061 without a reason, TK062 when p_request was used for something else.';
