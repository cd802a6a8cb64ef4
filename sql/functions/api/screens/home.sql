create or replace function api.home(p_telegram_id bigint, p_subscription_id bigint default null) returns table (
  user_id bigint,
  locale text,
  timezone text,
  balance bigint,
  currency text,
  status text,
  is_trial boolean,
  plan_title text,
  ends_at timestamptz,
  expires_at timestamptz,
  trial_hours integer,
  can_topup boolean,
  screen_message_id bigint,
  now timestamptz,
  subscriptions integer,
  subscription_id bigint,
  bonus bigint,
  other_currencies text[],
  other_balances bigint[],
  has_pages boolean,
  incident text,
  devices integer,
  device_limit integer,
  connected boolean,
  can_buy boolean,
  is_blocked boolean,
  takes_companies boolean,
  is_restricted boolean,
  screen text,
  last_title text,
  paid_until timestamptz,
  can_invite boolean,
  withdrawable bigint,
  may_open boolean,
  sells_gifts boolean,
  has_game boolean,
  role text,
  permissions text[]
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
    u.locale,
    app.zone_of(u.timezone),
    money.balance,
    mine.currency,
    s.status,
    s.is_trial,
    billing.in_language(s.plan_title, u.locale),
    s.ends_at,
    s.expires_at,
    billing.trial_hours_for(u.id),
    (billing.topup_limits(mine.currency)).available,
    case
      when coalesce(i.screen_at, '-infinity') >= coalesce((select b.since from app.bot as b), '-infinity')
        then i.screen_message_id
    end,
    app.now(),
    (select count(*) from billing.subscriptions_of(u.id))::integer,
    s.subscription_id,
    money.bonus,
    money.other_currencies,
    money.other_balances,
    exists (select from billing.providers as p where p.enabled and 'page' = any (p.can)),
    billing.in_language(nullif(app.setting('incident'), 'null'), u.locale),
    used.devices,
    used.device_limit,
    used.connected,
    app.flag('purchases'),
    exists (select from app.blocked as b where b.telegram_id = p_telegram_id),
    app.flag('company_requests'),
    s.status = 'grace' and billing.is_restricted(s.subscription_id),
    c.state,
    billing.in_language(s.last_title, u.locale),
    s.paid_until,
    app.flag('referrals'),
    case when money.referral > 0 then billing.withdrawable(u.id, mine.currency) else 0 end,
    billing.may_open_subscription(u.id),
    app.flag('gifts'),
    app.flag('game'),
    u.role,
    case when u.role is not null then app.permissions_of(u.role) end
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  cross join lateral billing.currency_of(u.id) as mine (currency)
  cross join lateral (
    select
      coalesce(sum(b.balance) filter (where b.currency = mine.currency), 0)::bigint as balance,
      coalesce(sum(b.bonus) filter (where b.currency = mine.currency), 0)::bigint as bonus,
      coalesce(sum(b.referral) filter (where b.currency = mine.currency), 0)::bigint as referral,
      coalesce(array_agg(b.currency) filter (where b.currency <> mine.currency and b.balance > 0), '{}')
        as other_currencies,
      coalesce(array_agg(b.balance) filter (where b.currency <> mine.currency and b.balance > 0), '{}')
        as other_balances
    from billing.balances_of(u.id) as b
  ) as money
  cross join lateral billing.subscription_status(u.id, p_subscription_id, u.id) as s
  left join vpn.connections_of(s.subscription_id) as used on s.status in ('active', 'grace')
  left join app.conversations as c on c.chat_id = i.telegram_id and c.telegram_id = i.telegram_id
  where i.telegram_id = p_telegram_id;
end
$$;
comment on function api.home(bigint, bigint) is
  'Returns what the main menu shows about billing.shown_subscription; no row for an unknown user. timezone: IANA zone of the dates that the user reads; status: none, activating, active, grace or expired; expires_at: end of the grace, if any; trial_hours: null when no trial is available; balance in minor units; now: business time, to compute remaining times; subscriptions: how many count, see api.subscriptions; subscription_id: the one shown, null for none; bonus: the part of the balance that the shop gave; other_currencies, other_balances: balances in other currencies; has_pages: whether a payment on a provider''s page is possible; incident: what is said to everybody, null for nothing; devices, device_limit, connected: see vpn.connections_of, null unless access runs; can_buy: whether sales are not paused; is_blocked: on the blacklist, so that every tap gets one answer; takes_companies: whether companies can ask for an offer; is_restricted: during the grace only the panels'' restricted group is within reach; screen: the name of the open screen as api.save_conversation stored it, null for none; last_title, paid_until: where other plans follow the running one, the last of them and its end, UTC, else null; can_invite: whether bringing others earns something; withdrawable: the part of the balance that may be paid out; may_open: another subscription is allowed; sells_gifts, has_game: whether the shop does; role: of an admin, permissions: what he may do (app.permissions); null for customers.';
