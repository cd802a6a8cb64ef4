create or replace function api.access(p_telegram_id bigint, p_subscription_id bigint default null)
returns table (outcome text, link text, plan_title text, ends_at timestamptz)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    case
      when s.status not in ('active', 'grace') then s.status
      when s.link is null then 'activating'
      else 'ready'
    end,
    case when s.status in ('active', 'grace') then s.link end,
    billing.in_language(s.plan_title, u.locale),
    s.ends_at
  from app.users as u
  cross join lateral billing.subscription_status(u.id, p_subscription_id, u.id) as s
  where u.id = app.user_of(p_telegram_id);
end
$$;
comment on function api.access(bigint, bigint) is
  'Returns the key of a subscription, see billing.shown_subscription. outcome: ready (link is set; ends_at is in the past during the grace), activating, none or expired. Raises TK010 for an unknown user.';
