create or replace function ops.refund(
  p_user_id bigint,
  p_number integer,
  p_reason text,
  p_amount bigint default null,
  p_destination text default 'balance',
  p_tell boolean default true,
  p_request uuid default gen_random_uuid(),
  p_ends_renewal boolean default true
) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.refund(
    (select s.id from billing.subscriptions as s where s.user_id = p_user_id),
    p_number, p_amount, p_destination, p_request, format('operator:%s', session_user), p_reason, p_tell, p_ends_renewal
  )
$$;
comment on function ops.refund(bigint, integer, text, bigint, text, boolean, uuid, boolean) is
  'Refunds a paid period of a user (its number: ops.statement), p_amount of it (minor units) or all that is left, to the balance or to the source; see billing.refund. p_reason: the user reads it in the history; p_tell: whether the user gets a message; p_request: the same one again does nothing and returns the first result. p_ends_renewal: whether a refund of all that was paid last also cancels the subscription. Raises TK061, TK062.';
