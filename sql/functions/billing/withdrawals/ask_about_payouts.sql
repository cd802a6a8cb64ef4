create or replace function billing.ask_about_payouts(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_withdrawal record;
  v_count integer := 0;
begin
  for v_withdrawal in
    select w.id, y.provider
    from billing.withdrawals as w
    join billing.withdrawal_ways as y on y.name = w.way
    where w.ask_at <= app.now()
    order by w.ask_at, w.id
    limit p_limit
    for no key update of w skip locked
  loop
    update billing.withdrawals as w set ask_at = app.now() + interval '1 hour' where w.id = v_withdrawal.id;
    perform billing.ask_for_payout(v_withdrawal.id, v_withdrawal.provider, true);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function billing.ask_about_payouts(integer) is
  'Asks providers about up to p_limit withdrawals whose outcome they have not told, each once an hour. Returns how many.';
