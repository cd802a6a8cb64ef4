create or replace function admin.move_access(
  p_telegram_id bigint, p_subscription_id bigint, p_from text, p_to text, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'keys', p_reason);
  perform app.give_reason(p_reason);
  return jsonb_build_object('outcome', ops.move_access(p_subscription_id, p_from, p_to));
end
$$;
comment on function admin.move_access(bigint, bigint, text, text, text) is
  'Moves the access of a subscription from one panel to another, by their codes. outcome: of ops.move_access. Raises TK070 without the permission keys.';
