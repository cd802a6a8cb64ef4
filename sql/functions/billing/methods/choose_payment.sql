create or replace function billing.choose_payment(p_user_id bigint, p_remember boolean, p_balance_first boolean)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_after billing.payment_choices;
begin
  insert into billing.payment_choices as c (user_id, remember, balance_first)
  values (p_user_id, coalesce(p_remember, false), coalesce(p_balance_first, true))
  on conflict (user_id) do update
  set
    remember = coalesce(p_remember, c.remember),
    balance_first = coalesce(p_balance_first, c.balance_first)
  where (c.remember, c.balance_first)
    is distinct from (coalesce(p_remember, c.remember), coalesce(p_balance_first, c.balance_first))
  returning c.* into v_after;
  if found then
    perform app.record(
      format('user:%s', p_user_id), 'user.payment_chosen', 'user', p_user_id, null, to_jsonb(v_after) - 'user_id'
    );
  end if;
end
$$;
comment on function billing.choose_payment(bigint, boolean, boolean) is
  'Stores what a user chose about paying, see billing.payment_choices; null leaves a choice as it is.';
