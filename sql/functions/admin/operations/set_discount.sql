create or replace function admin.set_discount(
  p_telegram_id bigint, p_user_id bigint, p_percent integer, p_until timestamptz, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo', p_reason);
  return case
    when p_percent is null then ops.remove_discount(p_user_id, p_reason)
    else ops.set_discount(p_user_id, p_percent, p_reason, p_until)
  end;
end
$$;
comment on function admin.set_discount(bigint, bigint, integer, timestamptz, text) is
  'Gives a customer percent off everything until p_until (UTC; null: for good); p_percent null takes his discount away. See ops.set_discount, ops.remove_discount. Raises TK070 without the permission promo.';
