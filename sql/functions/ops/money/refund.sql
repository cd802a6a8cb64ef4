-- Periods are numbered within a subscription, so for a user with several subscriptions the number alone is ambiguous.
create or replace function ops.refund(
  p_user_id bigint,
  p_number integer,
  p_reason text,
  p_amount bigint default null,
  p_destination text default 'balance',
  p_tell boolean default true,
  p_request uuid default gen_random_uuid(),
  p_ends_renewal boolean default true,
  p_subscription_id bigint default null
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids constant bigint[] := array(
    select s.id
    from billing.subscriptions as s
    where s.user_id = p_user_id and s.id = coalesce(p_subscription_id, s.id)
  );
begin
  if cardinality(v_ids) > 1 then
    return '{"outcome": "several_subscriptions"}'::jsonb;
  elsif p_subscription_id is not null and cardinality(v_ids) = 0 then
    return '{"outcome": "unknown_subscription"}'::jsonb;
  end if;
  return billing.refund(
    v_ids[1], p_number, p_amount, p_destination, p_request, app.actor(), p_reason, p_tell,
    p_ends_renewal
  );
end
$$;
comment on function ops.refund(bigint, integer, text, bigint, text, boolean, uuid, boolean, bigint) is
  'Refunds a paid period of a user (its number: ops.statement), p_amount of it (minor units) or all that is left, to the balance or to the source; see billing.refund. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: a repeated one does nothing and returns the first result. p_ends_renewal: whether a full refund of the last payment also cancels the subscription. p_subscription_id: which one (ops.subscriptions); required for a user who has had several, else the outcome is several_subscriptions and nothing is done; unknown_subscription when it is not his. Raises TK061, TK062.';
