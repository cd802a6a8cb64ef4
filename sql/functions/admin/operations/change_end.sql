create or replace function admin.change_end(
  p_telegram_id bigint, p_user_id bigint, p_ends_at timestamptz, p_reason text, p_tell boolean, p_request uuid,
  p_subscription_id bigint default null, p_was timestamptz default null
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_earlier boolean;
begin
  perform app.act_as_admin(p_telegram_id, 'time', p_reason);
  v_is_earlier := coalesce(p_ends_at < (billing.subscription_of(p_user_id, p_subscription_id)).ends_at, false);
  if v_is_earlier then
    perform app.act_as_admin(p_telegram_id, 'blocking', p_reason);
  end if;
  return ops.change_end(p_user_id, p_ends_at, p_reason, p_tell or v_is_earlier, p_request, p_subscription_id, p_was);
end
$$;
comment on function admin.change_end(bigint, bigint, timestamptz, text, boolean, uuid, bigint, timestamptz) is
  'Moves the end of a customer''s subscription (UTC), see ops.change_end; an earlier end is told in any case. Raises TK070 without the permission time, and for an earlier end without blocking.';
