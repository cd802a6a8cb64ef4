-- The batch form of buying one period (billing.pay_from_balance, billing.grant_period): money, access, period,
-- subscription and audit. Rows are joined from arrays by point lookups only, see ledger._write.
--
-- A renewal lifts the restriction of the grace. begin_at tells the job begin_due when panels must be told that the
-- period begins. Nearly all renewals change nothing there and leave it null. Plans are few and read once; the version
-- of the last period is looked up only if the plan has had another one.
create or replace function billing.charge_renewals(p_renewals billing.renewal[], p_actor text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_transfer_ids bigint[];
  v_count integer;
begin
  v_transfer_ids := billing.post_renewals(p_renewals);
  perform billing.count_promo_renewals(p_renewals);

  with sold as materialized (
    select p.id, p.version from billing.plans as p
  ),
  granted as (
    update vpn.desired as d
    set generation = d.generation + 1, present = true, expires_at = r.expires_at, restricted = false
    from unnest(v_transfer_ids, p_renewals) as r (transfer_id)
    join sold as p on p.id = r.plan_id
    where d.subscription_id = r.subscription_id
    returning
      r.subscription_id, r.number, r.plan_id, p.version, r.starts_at, r.ends_at, r.price_id, r.transfer_id, d.generation
  )
  insert into billing.periods (
    subscription_id, number, kind, plan_id, plan_version, starts_at, ends_at, price_id, transfer_id, generation,
    created_at
  )
  select
    g.subscription_id, g.number, 'paid', g.plan_id, g.version, g.starts_at, g.ends_at, g.price_id, g.transfer_id,
    g.generation, app.now()
  from granted as g;
  get diagnostics v_count = row_count;
  if v_count <> cardinality(p_renewals) then
    raise exception using
      errcode = 'TK050',
      message = format('%s of %s renewals have no VPN access', cardinality(p_renewals) - v_count, cardinality(p_renewals)),
      hint = 'Nothing was charged. vpn.desire() makes the access of a subscription.';
  end if;

  with sold as materialized (
    select p.id, p.version, p.traffic_reset <> 'never' or p.grace_access <> 'full' as is_looked_at
    from billing.plans as p
  ),
  extended as (
    update billing.subscriptions as s
    set
      plan_id = r.plan_id,
      source = 'paid',
      price_id = r.price_id,
      renewal_price_id = r.price_id,
      announced_amount = r.amount,
      anchor_at = r.anchor_at,
      anchor_number = r.anchor_number,
      period_number = r.number,
      ends_at = r.ends_at,
      expires_at = r.expires_at,
      renew_at = r.renew_at,
      begin_at = least(s.begin_at, case
        when p.is_looked_at
          or (s.plan_id, s.ends_at) is distinct from (r.plan_id, r.starts_at)
          or p.version > 1 and p.version is distinct from (
            select l.plan_version
            from billing.periods as l
            where l.subscription_id = r.subscription_id
              and l.number = r.number - 1
              and l.closed_at is distinct from l.starts_at
          )
          then greatest(r.starts_at, app.now())
      end)
    from unnest(p_renewals) as r
    join sold as p on p.id = r.plan_id
    where s.id = r.subscription_id
    returning r.subscription_id, r.number, r.starts_at, r.ends_at, r.price_id, r.amount
  )
  insert into app.audit (at, actor, action, subject, subject_id, before, after)
  select
    app.now(), p_actor, 'subscription.renewed', 'subscription', e.subscription_id,
    to_jsonb(before), to_jsonb(after)
  from extended as e
  -- to_jsonb costs two thirds of what jsonb_build_object does.
  cross join lateral (select e.number - 1 as period_number, e.starts_at as ends_at) as before
  cross join lateral (select e.number as period_number, e.ends_at, e.price_id, e.amount) as after;

  perform vpn.enqueue_apply(array_agg(r.subscription_id)) from unnest(p_renewals) as r;
end
$$;
comment on function billing.charge_renewals(billing.renewal[], text) is
  'Charges these renewals to the accounts of their users and grants their periods, all or none. p_actor: for the audit. Raises as billing.post_renewals, TK031 for a period that does not follow, TK050 for a subscription without access. The caller holds the locks.';
