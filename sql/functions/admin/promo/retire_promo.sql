create or replace function admin.retire_promo(
  p_telegram_id bigint, p_id bigint, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo', p_reason);
  perform billing.require_reason(p_reason, 'Say why it is withdrawn.');
  return coalesce(
    (
      select billing.retire_promos(case when c.batch is null then c.code end, c.batch)
      from billing.promo_codes as c
      where c.id = p_id and (c.batch is not null or c.retired_at is null)
    ),
    '{"outcome": "no_such_code"}'
  );
end
$$;
comment on function admin.retire_promo(bigint, bigint, text) is
  'Withdraws the promo code, or all that were made together with it. Outcomes of ops.retire_code. Raises TK061 without a reason, and TK070 without the permission promo.';
