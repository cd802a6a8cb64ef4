-- The same lines as in the customer's History, in words, with what made a charge right: that it was announced, or his
-- order.
create or replace function ops.story_of_money(p_user_id bigint) returns setof ops.story_line
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    s.at,
    case
      when s.cause = 'topup' then 'paid in'
      when s.cause in ('purchase', 'renewal', 'change') then 'charged'
      when s.cause = 'change_credit' then 'unused time credited'
      when s.cause in ('refund', 'undelivered') then 'refunded'
      else replace(s.cause, '_', ' ')
    end,
    concat_ws(
      ', ',
      case s.cause
        when 'purchase' then 'bought'
        when 'change' then 'plan changed'
        when 'renewal' then case when p.order_id is null then 'renewed by itself' else 'renewed by hand' end
        when 'undelivered' then 'not delivered in time'
      end,
      case when s.period_number is not null then format(
        '%s from %s to %s', billing.in_language(billing.title_of(s.subscription_id, s.plan_title), 'en'),
        (s.starts_at at time zone 'UTC')::date, (s.ends_at at time zone 'UTC')::date
      ) end,
      case when s.cause = 'renewal' and p.order_id is null then coalesce(
        'announced on ' || (n.announced_at at time zone 'UTC')::date, 'not announced'
      ) end,
      case when p.order_id is not null then 'order ' || p.order_id end,
      'by ' || s.provider,
      s.reason,
      'balance ' || s.balance_after
    ),
    s.amount,
    s.currency,
    coalesce(
      'transfer ' || s.transfer_id, format('subscription %s, period %s', s.subscription_id, s.period_number)
    )
  from billing.statement(p_user_id) as s
  left join billing.periods as p on p.transfer_id = s.transfer_id and s.cause in ('purchase', 'renewal', 'change')
  left join lateral billing.announcement_of(p.subscription_id, p.number) as n on s.cause = 'renewal';
end
$$;
comment on function ops.story_of_money(bigint) is
  'Part of ops.explain: the lines of billing.statement in words; of a charge whether it was ordered, or announced and when.';
