create or replace function admin.refund(
  p_telegram_id bigint, p_user_id bigint, p_subscription_id bigint, p_number integer, p_amount bigint,
  p_destination text, p_reason text, p_tell boolean, p_request uuid, p_ends_renewal boolean
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'refunds', p_reason);
  return ops.refund(
    p_user_id, p_number, p_reason, p_amount, p_destination, p_tell, p_request, p_ends_renewal, p_subscription_id
  );
end
$$;
comment on function admin.refund(bigint, bigint, bigint, integer, bigint, text, text, boolean, uuid, boolean) is
  'Refunds a paid period, p_amount of it (minor units; null: all that is left), to the balance or to the source, see ops.refund. Raises TK070 without the permission refunds.';
