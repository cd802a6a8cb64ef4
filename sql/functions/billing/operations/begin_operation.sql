-- An operation by hand is done once, even if the connection fails. The request id is drawn before the first call, and
-- a repeated call gets the first result. Two concurrent calls wait for each other at this row. Nothing is locked
-- before it.
create or replace function billing.begin_operation(
  p_request uuid,
  p_action text,
  p_user_id bigint,
  p_arguments jsonb,
  p_actor text,
  p_reason text
) returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arguments constant jsonb := billing.same_arguments(p_arguments);
  v_first billing.operations;
begin
  perform billing.require_reason(p_reason, 'Say why, in the user''s language: the user reads it in the history.');
  if not exists (select from app.users as u where u.id = p_user_id) then
    raise exception using
      errcode = 'TK010',
      message = format('unknown user %s', p_user_id),
      hint = 'ops.find_user() finds users by their Telegram id.';
  end if;

  insert into billing.operations (request, action, user_id, arguments, actor, reason, at)
  values (p_request, p_action, p_user_id, v_arguments, p_actor, p_reason, app.now())
  on conflict (request) do nothing;
  if found then
    return null;
  end if;

  select o.* into v_first from billing.operations as o where o.request = p_request;
  -- The subscription is compared only where both calls name one: a call without it meant the one that the operation was
  -- applied to, and operations from before release 0.3 do not name one.
  if (v_first.action, v_first.user_id, billing.same_arguments(v_first.arguments) - 'subscription_id')
    is distinct from (p_action, p_user_id, v_arguments - 'subscription_id')
    or v_first.arguments ->> 'subscription_id' <> v_arguments ->> 'subscription_id'
  then
    raise exception using
      errcode = 'TK062',
      message = format('request %s was used for another operation', p_request),
      detail = format('It was %s of user %s with %s.', v_first.action, v_first.user_id, v_first.arguments),
      hint = 'Use a new request id for each operation. Nothing was done.';
  end if;
  return v_first.result;
end
$$;
comment on function billing.begin_operation(uuid, text, bigint, jsonb, text, text) is
  'The first call of each operation by hand. Returns null when p_request is new and the operation must be done (then billing.end_operation), else its first result. Raises TK010 for an unknown user, TK061 without a reason or when it is too long, TK062 when p_request was used for another operation.';
