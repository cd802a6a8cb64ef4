create or replace function admin.grant_time(
  p_telegram_id bigint, p_user_id bigint, p_count integer, p_unit text, p_reason text, p_tell boolean, p_request uuid,
  p_subscription_id bigint default null
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'time', p_reason);
  return ops.extend(
    p_user_id,
    make_interval(
      months => case p_unit when 'month' then p_count else 0 end,
      days => case p_unit when 'day' then p_count else 0 end,
      hours => case p_unit when 'hour' then p_count else 0 end
    ),
    p_reason, p_tell, p_request, p_subscription_id
  );
end
$$;
comment on function admin.grant_time(bigint, bigint, integer, text, text, boolean, uuid, bigint) is
  'Gives a customer p_count of p_unit (hour, day or month) free of charge, see ops.extend. Raises TK070 without the permission time.';
