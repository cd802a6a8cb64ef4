-- Asked when a notice is planned, and once more when it is composed: whoever has renewed, topped up, cancelled or
-- connected meanwhile is not told otherwise.
create or replace function billing.notice_holds(
  p_rule billing.notice_rules, p_subscription billing.subscriptions, p_at timestamptz
) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_rule.anchor = 'access_end' and p_rule.after >= interval '0' then
    if p_subscription.status = 'active' and p_at <= app.now() then
      return null;
    end if;
    if exists (
      select
      from billing.subscriptions as o
      where o.user_id = p_subscription.user_id and o.id <> p_subscription.id and o.expires_at > p_at
    ) then
      return false;
    end if;
  elsif p_subscription.status <> 'active' or p_subscription.expires_at <= p_at then
    return false;
  end if;
  if (billing.notice_group(p_subscription, p_rule.audience) = any (p_rule.audience)) is not true then
    return false;
  end if;
  return case p_rule.condition
    when 'never_connected' then billing.never_connected(p_subscription.id, p_subscription.period_number)
    else true
  end;
end
$$;
comment on function billing.notice_holds(billing.notice_rules, billing.subscriptions, timestamptz) is
  'Whether a rule that is no event concerns a subscription (its current state) at p_at, as things stand: it runs, or is over, as the rule says, it belongs to the audience, and the condition is true. Null while that is not known.';
