create or replace function billing.apply_due(p_job text, p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  case p_job
    when 'begin_due' then perform billing.begin_periods(p_subscription_ids);
    when 'renew_due' then
      perform billing.announce_anew(p_subscription_ids);
      perform billing.renew_apply(billing.plan_renewals(p_subscription_ids), 'job:renew_due');
    when 'expire_due' then perform billing.expire_apply(p_subscription_ids);
    when 'notify_due' then perform billing.notify_apply(p_subscription_ids);
  end case;
end
$$;
comment on function billing.apply_due(text, bigint[]) is
  'Does what the job p_job does to these subscriptions, all or none. The caller holds their locks and has checked that they are due.';
