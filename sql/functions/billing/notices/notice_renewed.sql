-- Sent for every charge, even when another one has followed, except for a charge that was refunded.
create or replace function billing.notice_renewed(p_subscription_id bigint, p_period_number integer) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select app.notice(
    s.user_id,
    case when charged.amount is not null then 'subscription-renewed-method' else 'subscription-renewed' end,
    jsonb_build_object(
      'plan', jsonb_build_object('text', billing.title_of(s.id, p.title, s.user_id)),
      'count', r.period_count,
      'unit', r.period_unit,
      'amount', jsonb_build_object('money', paid.amount, 'currency', r.currency),
      'balance', jsonb_build_object('money', paid.balance_after, 'currency', r.currency),
      'ends_at', jsonb_build_object('time', d.ends_at)
    )
    || case
      when charged.amount is not null then jsonb_build_object(
        'charge', jsonb_build_object('money', charged.amount, 'currency', r.currency), 'method', jsonb_build_object('text', charged.name)
      )
      else '{}'
    end,
    jsonb_build_array(jsonb_build_array(
      jsonb_build_object('text', 'button-profile', 'data', billing.button_for(s.id, 'go:profile')),
      jsonb_build_object('text', 'button-close', 'data', 'close')
    ))
  )
  from billing.periods as d
  join billing.subscriptions as s on s.id = d.subscription_id
  join billing.prices as r on r.id = d.price_id
  join billing.plans as p on p.id = r.plan_id
  cross join lateral (
    select
      (select -sum(e.amount) from ledger.entries as e where e.transfer_id = d.transfer_id and e.account_version is not null)
        as amount,
      sum(last.balance_after) as balance_after
    from ledger.accounts as a
    cross join lateral (
      select e.balance_after
      from ledger.entries as e
      where e.account_id = a.id and e.account_version is not null and e.transfer_id <= d.transfer_id
      order by e.account_version desc
      limit 1
    ) as last
    where a.user_id = s.user_id and a.name in ('bonus', 'cash', 'referral') and a.currency = r.currency
  ) as paid
  left join lateral (
    select p.amount, billing.method_name(m.provider, m.title) as name
    from billing.payments as p
    join billing.invoices as i on i.id = p.invoice_id
    join billing.payment_methods as m on m.id = i.method_id or m.invoice_id = i.id and m.kind = 'subscription'
    where p.user_id = s.user_id
      and p.currency = r.currency
      and p.received_at between d.created_at - interval '2 days' and d.created_at
      and (
        i.subscription_id = d.subscription_id and i.period_number = d.number - 1
        or m.kind = 'subscription' and p.received_at = d.created_at
      )
    order by p.id desc
    limit 1
  ) as charged on true
  where d.subscription_id = p_subscription_id
    and d.number = p_period_number
    and d.closed_at is null
$$;
comment on function billing.notice_renewed(bigint, integer) is
  'Returns the notice (see app.notice) that a period was charged and granted, with the balance after it; null when the period was taken back.';
