create or replace function billing.topup_suggestion(p_user_id bigint) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select greatest(o.amount - o.credit - billing.balance_of(p_user_id, o.currency), app.setting('topup_min')::bigint)
  from billing.orders as o
  where o.id = (
    select max(w.id)
    from billing.orders as w
    where w.user_id = p_user_id and w.kind <> 'topup' and w.status = 'open' and w.expires_at > app.now()
  )
  and o.amount - o.credit > billing.balance_of(p_user_id, o.currency)
$$;
comment on function billing.topup_suggestion(bigint) is
  'What the balance is short of for the last order that still waits, at least the smallest top-up; null when nothing waits for money. Minor units.';
