create or replace function api.withdrawals(p_telegram_id bigint, p_limit integer default 6) returns table (
  withdrawal_id bigint,
  amount bigint,
  currency text,
  way text,
  masked text,
  status text,
  requested_at timestamptz,
  due_at timestamptz,
  settled_at timestamptz,
  reason text
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    w.id, w.amount, w.currency::text, w.way, w.masked,
    case when w.paid_late_by is not null then 'paid' when w.returned_by is not null then 'failed' else w.status end,
    w.requested_at, w.due_at, coalesce(w.returned_at, w.settled_at), coalesce(w.return_reason, w.reason)
  from billing.withdrawals as w
  where w.user_id = app.user_of(p_telegram_id)
  order by w.id desc
  limit p_limit;
end
$$;
comment on function api.withdrawals(bigint, integer) is
  'Returns the last p_limit withdrawals of a user, newest first; one that came back is failed, and one that was given back and paid all the same is paid; amounts in minor units, times in UTC. Raises TK010 for an unknown user.';
