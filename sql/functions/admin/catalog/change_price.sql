create or replace function admin.change_price(
  p_telegram_id bigint, p_plan text, p_count integer, p_unit text, p_amount bigint,
  p_from timestamptz, p_currency text, p_keep_old boolean, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'catalog', p_reason);
  perform app.give_reason(p_reason);
  return ops.change_price(p_plan, p_count, p_unit, p_amount, p_from, p_currency, p_keep_old);
end
$$;
comment on function admin.change_price(bigint, text, integer, text, bigint, timestamptz, text, boolean, text) is
  'Sets a price, see ops.change_price. Raises TK070 without the permission catalog.';
