-- How a user stands, in the words of the screens. Access counts as ready once a link is known; a later
-- change that still waits for the panel does not take it away.
create or replace function billing.standing(p_user_id bigint) returns table (
  status text,
  is_trial boolean,
  plan_title jsonb,
  ends_at timestamptz,
  expires_at timestamptz,
  link text
)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select
    case
      when s.id is null then 'none'
      when s.status = 'expired' or s.expires_at <= app.now() then 'expired'
      when s.ends_at <= app.now() then 'grace'
      when a.link is null then 'activating'
      else 'active'
    end,
    coalesce(s.source = 'trial', false),
    p.title,
    s.ends_at,
    s.expires_at,
    a.link
  from (values (p_user_id)) as u (id)
  left join billing.subscriptions as s on s.user_id = u.id
  left join billing.plans as p on p.id = s.plan_id
  left join vpn.access as a on a.subscription_id = s.id
$$;
comment on function billing.standing(bigint) is
  'Always one row. status: none, activating, active, grace (ends_at is past, access is kept until expires_at) or expired; the rest is null without a subscription.';
