create or replace function billing.end_operation(
  p_request uuid,
  p_result jsonb,
  p_subscription_id bigint default null
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operation billing.operations;
begin
  update billing.operations as o
  set
    result = p_result,
    arguments = o.arguments || case
      when p_subscription_id is null then '{}' else jsonb_build_object('subscription_id', p_subscription_id)
    end
  where o.request = p_request
  returning o.* into v_operation;

  perform app.record(
    v_operation.actor, format('operation.%s', v_operation.action), 'user', v_operation.user_id, null,
    v_operation.arguments || p_result, v_operation.reason
  );
  perform app.refresh_screen(v_operation.user_id, 'menu');
  return p_result;
end
$$;
comment on function billing.end_operation(uuid, jsonb, bigint) is
  'Stores and audits the result of an operation that billing.begin_operation began, and the subscription that it was applied to (null: none). Returns the result; redraws the menu if the user is looking at it.';
