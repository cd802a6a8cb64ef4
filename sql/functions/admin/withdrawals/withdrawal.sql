create or replace function admin.withdrawal(p_telegram_id bigint, p_withdrawal_id bigint) returns table (
  withdrawal_id bigint,
  status text,
  user_id bigint,
  username text,
  first_name text,
  amount bigint,
  currency text,
  way text,
  masked text,
  by_hand boolean,
  requested_at timestamptz,
  due_at timestamptz,
  settled_at timestamptz,
  reason text,
  approvers integer,
  earned bigint,
  rewards bigint,
  paid_before bigint,
  last_error text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
begin
  perform app.act_as_admin(p_telegram_id, 'withdrawals');
  return query
  select
    w.id, w.status, w.user_id, i.username, i.first_name, w.amount, w.currency::text, w.way, w.masked, y.provider is null,
    w.requested_at, w.due_at, w.settled_at, w.reason, coalesce(cardinality(o.approvers), 0), e.earned, e.rewards,
    (
      select coalesce(sum(b.amount), 0)::bigint
      from billing.withdrawals as b
      where b.user_id = w.user_id and b.status = 'paid' and b.currency = w.currency
    ),
    o.last_error
  from billing.withdrawals as w
  join billing.withdrawal_ways as y on y.name = w.way
  join ops.withdrawals as o on o.withdrawal_id = w.id
  left join app.telegram_identities as i on i.user_id = w.user_id
  cross join lateral billing.earned_by(w.user_id, w.currency) as e
  where w.id = p_withdrawal_id;
end
$$;
comment on function admin.withdrawal(bigint, bigint) is
  'Returns a withdrawal: who asked for what, where it goes (masked), whether a person sends it (by_hand), what that person earned by how many rewards and was paid before, in minor units. Raises TK070 without the permission withdrawals.';
