create or replace function api.opened_gift(p_telegram_id bigint, p_subscription_id bigint default null) returns table (
  gift_id bigint,
  plan_title text,
  period_count integer,
  period_unit text,
  starts_at timestamptz,
  ends_at timestamptz,
  follows boolean,
  has_subscription boolean,
  may_open boolean
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_gift constant billing.gifts := billing.opened_gift(v_user_id);
  v_subscription constant billing.subscriptions := billing.subscription_of(v_user_id, p_subscription_id);
begin
  if v_gift.status = 'unused' and v_gift.expires_at > app.now() then
    return query
    select
      v_gift.id, billing.in_language(f.title, u.locale), f.period_count, f.period_unit, s.starts_at, s.ends_at,
      s.starts_at > app.now(), exists (select from billing.subscriptions as o where o.user_id = v_user_id),
      billing.may_open_subscription(v_user_id)
    from billing.offer_of_gift(v_gift) as f
    join app.users as u on u.id = v_user_id
    cross join lateral billing.span_of_gift(v_subscription, v_gift) as s;
  end if;
end
$$;
comment on function api.opened_gift(bigint, bigint) is
  'Returns the gift whose link a user opened last, if it can still be taken, and from when to when it would run for billing.subscription_of (or a new one), UTC; no row otherwise, whatever the reason. follows: it begins after what he has; has_subscription: he has or had one; may_open: it may go to one more subscription. Raises TK010 for an unknown user.';
