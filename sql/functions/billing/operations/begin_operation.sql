-- What a person does by hand is done once, whatever becomes of the connection: the request is drawn before
-- it is asked for the first time, and asked for again it gets the first answer. Two at the same time wait
-- here for one another. Nothing is locked before this row.
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
  -- Which subscription is compared where both say it: who did not say it meant the one that it was done to, and an
  -- operation of before release 0.3 does not say.
  if (v_first.action, v_first.user_id, billing.same_arguments(v_first.arguments) - 'subscription_id')
    is distinct from (p_action, p_user_id, v_arguments - 'subscription_id')
    or v_first.arguments ->> 'subscription_id' <> v_arguments ->> 'subscription_id'
  then
    raise exception using
      errcode = 'TK062',
      message = format('request %s asked for something else before', p_request),
      detail = format('It was %s of user %s with %s.', v_first.action, v_first.user_id, v_first.arguments),
      hint = 'Draw a new request for each operation. Nothing was done.';
  end if;
  return v_first.result;
end
$$;
comment on function billing.begin_operation(uuid, text, bigint, jsonb, text, text) is
  'To be called first by each operation by hand: null when p_request is new and is to be done (then billing.end_operation), else the result that it had. Raises TK010 for an unknown user, TK061 without a reason or with too long a one, TK062 when p_request was something else.';
