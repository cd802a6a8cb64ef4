-- One tap renews the running plan or, during the grace and after it, the plan that was to come next.
create or replace function api.profile(p_telegram_id bigint, p_subscription_id bigint default null) returns table (
  user_id bigint,
  status text,
  is_trial boolean,
  plan_title text,
  ends_at timestamptz,
  expires_at timestamptz,
  balance bigint,
  currency text,
  created_at timestamptz,
  locale text,
  auto_renew boolean,
  cancelled boolean,
  next_charge_at timestamptz,
  next_charge_amount bigint,
  next_plan_title text,
  next_period_count integer,
  next_period_unit text,
  can_renew boolean,
  renewal_plan_id bigint,
  renewal_price_id bigint,
  charged_provider text,
  charged_title text,
  saved_methods integer,
  used_bytes bigint,
  data_limit bigint,
  devices integer,
  device_limit integer,
  online_at timestamptz,
  lists_devices boolean,
  restricted boolean,
  last_title text,
  paid_until timestamptz
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    u.id,
    s.status,
    s.is_trial,
    billing.in_language(s.plan_title, u.locale),
    s.ends_at,
    s.expires_at,
    billing.balance_of(u.id, mine.currency),
    mine.currency,
    u.created_at,
    u.locale,
    coalesce(b.auto_renew and (b.cancelled_at is not null or billing.renews_by_itself(b)), false)
      and billing.may_be_renewed(b),
    coalesce(b.cancelled_at is not null and (billing.running_plan(b)).id is not null, false),
    next.at,
    next.amount,
    billing.in_language(billing.title_of(b.id, next.plan_title, u.id), u.locale),
    next.period_count,
    next.period_unit,
    renewal.price_id is not null,
    renewal.plan_id,
    renewal.price_id,
    method.provider,
    billing.in_language(billing.method_title(method.title), u.locale),
    (
      select count(*)
      from billing.payment_methods as m
      where m.user_id = u.id and (m.removed_at is null or m.paid_until > app.now())
    )::integer,
    usage.used_bytes,
    usage.data_limit,
    usage.devices,
    usage.device_limit,
    usage.online_at,
    s.status in ('active', 'grace') and vpn.lists_devices(s.subscription_id),
    s.status = 'grace' and billing.is_restricted(s.subscription_id),
    billing.in_language(s.last_title, u.locale),
    s.paid_until
  from app.users as u
  cross join lateral billing.currency_of(u.id) as mine (currency)
  cross join lateral billing.subscription_status(u.id, p_subscription_id, u.id) as s
  cross join lateral billing.shown_subscription(u.id, p_subscription_id) as b
  cross join lateral billing.next_charge(b) as next
  cross join lateral billing.pays_next(
    b, next.amount, next.currency, billing.balance_of(u.id, next.currency) - billing.charged_before(b)
  ) as method
  cross join lateral billing.offer_to(
    u.id,
    b,
    (
      billing.renewal_offer(
        u.id,
        case
          when b.ends_at > app.now() then coalesce((billing.current_plan(b)).price_id, b.price_id)
          else coalesce(b.renewal_price_id, b.price_id)
        end
      )
    ).price_id
  ) as renewal
  left join api.usage(p_telegram_id, p_subscription_id) as usage on s.status in ('active', 'grace')
  where u.id = app.user_of(p_telegram_id);
end
$$;
comment on function api.profile(bigint, bigint) is
  'Returns what the profile shows about billing.shown_subscription; status and expires_at as in api.home, money in minor units, times in UTC. auto_renew: whether the running plan is renewed automatically (billing.renews_by_itself), of one that is cancelled the choice; cancelled: it ends at ends_at; next_*: the next charge, null for none; renewal_*: the offer to renew with one tap, null (and can_renew false) for none; charged_*: the method that pays for the next charge, beside or instead of the balance, null for the balance alone; saved_methods: how many the user has; used_bytes and what follows: see api.usage, null unless access runs; lists_devices: see api.ask_devices; restricted: during the grace only the panels'' restricted group is within reach; last_title, paid_until: as in api.home. Raises TK010 for an unknown user.';
