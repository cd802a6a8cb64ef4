-- What a notice announces counts from here on, and the time to answer begins: three days for what is more than was told
-- before, else five hours. Access is kept until then, unless there is time enough.
create or replace function billing.announcements_sent(p_payloads jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  v_now constant timestamptz := app.now();
  v_grace constant interval := billing.grace();
  v_ids bigint[];
  v_prolonged bigint[];
begin
  -- Before their notices, as whoever decides about a renewal does, who forgets these three.
  perform
  from (
    select s.id
    from billing.subscriptions as s
    where s.id = any (array(
      select (p.payload ->> 'subscription_id')::bigint
      from unnest(p_payloads) as p (payload)
      where p.payload ->> 'notice' in ('announced', 'price_risen', 'unavailable')
    ))
    order by s.id
    for no key update
  ) as locked;

  update billing.notices as n
  set sent_at = v_now, dropped = null
  from unnest(p_payloads) as p (payload)
  where n.subscription_id = (p.payload ->> 'subscription_id')::bigint
    and n.period_number = (p.payload ->> 'period_number')::integer
    and n.kind = p.payload ->> 'notice'
    and n.amount = coalesce((p.payload ->> 'amount')::bigint, 0)
    and n.sent_at is null;

  select array_agg(s.id) into v_ids
  from unnest(p_payloads) as p (payload)
  join billing.subscriptions as s on s.id = (p.payload ->> 'subscription_id')::bigint
  where p.payload ->> 'notice' in ('announced', 'price_risen')
    and s.told_price_id is not null
    and s.period_number = (p.payload ->> 'period_number')::integer
    and s.announced_amount = (p.payload ->> 'amount')::bigint;
  if v_ids is null then
    return;
  end if;

  update billing.subscriptions as s
  set
    told_price_id = null,
    told_amount = null,
    charge_from = n.charge_from,
    renew_at = greatest(s.renew_at, n.charge_from),
    -- A few seconds less are no reason to write to a panel.
    expires_at = case
      when s.expires_at < n.charge_from + v_grace / 2 then n.charge_from + v_grace else s.expires_at
    end
  from billing.subscriptions as o
  join billing.prices as a on a.id = o.renewal_price_id
  join billing.prices as b on b.id = o.told_price_id
  cross join lateral (
    select v_now + case
      when o.announced_amount <= o.told_amount and a.currency = b.currency then interval '5 hours'
      else interval '72 hours'
    end as charge_from
  ) as n
  where o.id = any (v_ids) and s.id = o.id and s.status = 'active' and s.renew_at is not null;

  with prolonged as (
    update vpn.desired as d
    set generation = d.generation + 1, expires_at = s.expires_at
    from billing.subscriptions as s
    where s.id = any (v_ids) and d.subscription_id = s.id and d.present and d.expires_at < s.expires_at
    returning d.subscription_id
  )
  select array_agg(p.subscription_id) into v_prolonged from prolonged as p;
  perform vpn.enqueue_apply(v_prolonged);
end
$$;
comment on function billing.announcements_sent(jsonb[]) is
  'Part of the done hook of billing.notice (p_payloads: its messages): notes in billing.notices what was sent, and from when what it announced may be charged.';
