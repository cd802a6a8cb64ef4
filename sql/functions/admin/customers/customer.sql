create or replace function admin.customer(p_telegram_id bigint, p_user_id bigint) returns table (
  user_id bigint,
  telegram_id bigint,
  username text,
  first_name text,
  locale text,
  timezone text,
  created_at timestamptz,
  role text,
  deleted_at timestamptz,
  reachable boolean,
  blocked_reason text,
  referrer_id bigint,
  campaign text,
  currency text,
  balance bigint,
  bonus bigint,
  referral bigint,
  other_currencies text[],
  other_balances bigint[],
  paid_in bigint,
  last_paid_at timestamptz,
  open_ticket bigint,
  tickets integer,
  vip_percent integer,
  discount_percent integer,
  discount_until timestamptz,
  now timestamptz
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    u.id, i.telegram_id, i.username, i.first_name, u.locale, app.zone_of(u.timezone), u.created_at, u.role, u.deleted_at,
    i.user_id is not null and i.unreachable_since is null,
    b.reason, o.referrer_id, o.campaign, mine.currency, money.balance, money.bonus, money.referral,
    money.other_currencies, money.other_balances, paid.amount, paid.at, talk.open_ticket, talk.tickets,
    vip.percent, cut.percent, upper(cut.valid), app.now()
  from app.users as u
  left join app.telegram_identities as i on i.user_id = u.id
  left join app.blocked as b on b.telegram_id = i.telegram_id
  left join billing.origins as o on o.user_id = u.id
  cross join lateral billing.currency_of(u.id) as mine (currency)
  cross join lateral (
    select
      coalesce(sum(a.balance) filter (where a.currency = mine.currency), 0)::bigint as balance,
      coalesce(sum(a.bonus) filter (where a.currency = mine.currency), 0)::bigint as bonus,
      coalesce(sum(a.referral) filter (where a.currency = mine.currency), 0)::bigint as referral,
      coalesce(array_agg(a.currency) filter (where a.currency <> mine.currency and a.balance > 0), '{}') as other_currencies,
      coalesce(array_agg(a.balance) filter (where a.currency <> mine.currency and a.balance > 0), '{}') as other_balances
    from billing.balances_of(u.id) as a
  ) as money
  cross join lateral (
    select
      coalesce(sum(p.amount) filter (where p.currency = mine.currency::app.currency), 0)::bigint as amount,
      max(p.received_at) as at
    from billing.payments as p
    where p.user_id = u.id
  ) as paid
  cross join lateral (
    select count(*)::integer as tickets, max(t.id) filter (where t.closed_at is null) as open_ticket
    from support.tickets as t
    where t.user_id = u.id
  ) as talk
  left join lateral admin._discount(u.id, 'vip') as vip on true
  left join lateral admin._discount(u.id, 'personal') as cut on true
  where u.id = p_user_id;
end
$$;
comment on function admin.customer(bigint, bigint) is
  'Returns what the card of a customer shows besides his subscriptions; no row for nobody. Names are null once he was erased; reachable: whether messages arrive; blocked_reason: null when he is not on the blacklist; referrer_id, campaign: by whom or what he came; balance and the parts bonus and referral in minor units of currency; paid_in: all that came from providers; discounts: percent off everything that hold now. Raises TK070 without the permission customers.';
