create or replace function ops.set_vip(p_user_id bigint, p_reason text, p_until timestamptz default null) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.set_discount(p_user_id, 'vip', app.setting('vip_percent')::integer, p_until, p_reason)
$$;
comment on function ops.set_vip(bigint, text, timestamptz) is
  'Makes a user a VIP, who pays the setting vip_percent less, until p_until (UTC; null: until ops.remove_vip()). A later change of the setting is for those who become one then. outcome: set, or refused and why. Raises TK061.';
