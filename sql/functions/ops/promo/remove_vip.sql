create or replace function ops.remove_vip(p_user_id bigint, p_reason text) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.set_discount(p_user_id, 'vip', null, null, p_reason)
$$;
comment on function ops.remove_vip(bigint, text) is
  'Ends that a user is a VIP. He is told of a higher price before he is charged it. outcome: removed, no_discount, or refused and why. Raises TK061.';
