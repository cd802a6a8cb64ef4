-- If the owner took a plan out of renewal, its users read that nothing is charged any more, so Telegram must not
-- charge them either. If the plan is back before the end, the subscription at Telegram goes on, or its user has to
-- switch it on there. A price that is missing by mistake may be back before Telegram charges, so it changes nothing.
create or replace function billing.follow_unrenewable_plans(p_renewals billing.renewal[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_subscription_ids constant bigint[] := array(
    select r.subscription_id
    from unnest(p_renewals) as r
    cross join lateral (
      select m.id
      from billing.payment_methods as m
      where m.user_id = r.user_id
        and m.kind = 'subscription'
        and m.paid_until > app.now() - interval '3 days'
        and num_nulls(m.removed_at, m.failed_at) = 2
        and (m.stopped_at is null) = (r.outcome = 'unavailable')
        and (billing.renewed_by(m.invoice_id)).id = r.subscription_id
        and billing.is_unwanted(m) = (r.outcome = 'unavailable')
      limit 1
    ) as method
    where r.outcome in ('unavailable', 'announced', 'price_risen')
    order by r.subscription_id
  );
begin
  perform billing.follow_choice(s.id) from unnest(v_subscription_ids) as s (id) order by s.id;
end
$$;
comment on function billing.follow_unrenewable_plans(billing.renewal[]) is
  'Stops or resumes providers'' own subscriptions, depending on whether the plans of these renewals can be renewed (billing.is_withdrawn). The caller holds the locks.';
