-- Called whenever money of a payment goes back, or has come back, by whatever way: the rewards then follow. It moves no
-- money of those who earned them.
create or replace function billing.recheck_rewards(p_payment_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.referral_rewards as r set look_at = app.now() where r.payment_id = p_payment_id;
  update billing.origins as o
  set paying = now.paying
  from (
    select f.user_id, billing.is_paying(f.user_id) as paying
    from billing.refundable_payments as f
    where f.payment_id = p_payment_id
  ) as now
  where o.user_id = now.user_id and o.paying <> now.paying;
end
$$;
comment on function billing.recheck_rewards(bigint) is
  'Has the rewards of a payment compared with what is left of it (billing.settle_reward), and notes whether its payer is still paying. The caller holds the payer''s locks.';
