create or replace function admin.reverse_charge(
  p_telegram_id bigint, p_transfer_id bigint, p_reason text, p_tell boolean, p_request uuid
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'money', p_reason);
  return ops.reverse_charge(p_transfer_id, p_reason, p_tell, p_request);
end
$$;
comment on function admin.reverse_charge(bigint, bigint, text, boolean, uuid) is
  'Takes back a charge and the time that it paid for, see ops.reverse_charge. Raises TK070 without the permission money.';
