-- Returns the status of a user for screens, by the running plan, even if a different plan has been paid to follow it.
-- Access counts as ready once a link is known (of several, the first that works); a later change that still waits for
-- the panel does not revoke that. While a renewal is overdue, access is held at the panel (billing.hold_access). That
-- is grace, too, so that apps keep their links.
create or replace function billing.subscription_status(
  p_user_id bigint, p_subscription_id bigint default null, p_reader_id bigint default null
) returns table (
  status text,
  is_trial boolean,
  plan_title jsonb,
  ends_at timestamptz,
  expires_at timestamptz,
  link text,
  subscription_id bigint,
  last_title jsonb,
  paid_until timestamptz
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    case
      when c.plan_id is null then 'none'
      when s.status = 'expired' or held.until <= app.now() then 'expired'
      when s.ends_at <= app.now() then 'grace'
      when key.link is null then 'activating'
      else 'active'
    end,
    coalesce(c.kind = 'trial' and (s.source = 'trial' or c.until < s.ends_at), false),
    billing.title_of(s.id, p.title, p_reader_id),
    c.until,
    held.until,
    key.link,
    s.id,
    case when c.until < s.ends_at then (
      select billing.title_of(s.id, q.title, p_reader_id)
      from billing.last_period(s.id) as l
      join billing.plans as q on q.id = l.plan_id
    ) end,
    case when c.until < s.ends_at then s.ends_at end
  from billing.shown_subscription(p_user_id, p_subscription_id) as s
  cross join lateral billing.current_plan(s) as c
  cross join lateral (
    select case
      when s.renewal_price_id is not null and s.expires_at <= app.now() and billing.still_runs(s) then greatest(
        s.expires_at,
        (select d.expires_at from vpn.desired as d where d.subscription_id = s.id and d.present)
      )
      else s.expires_at
    end as until
  ) as held
  left join billing.plans as p on p.id = c.plan_id
  left join lateral (
    select a.link
    from vpn.access as a
    where a.subscription_id = s.id and a.state <> 'leaving' and a.link is not null
    order by a.id
    limit 1
  ) as key on true;
end
$$;
comment on function billing.subscription_status(bigint, bigint, bigint) is
  'Always returns one row, about billing.shown_subscription; plan_title: as p_reader_id is told it, see billing.title_of. ends_at: of the running plan; another one may follow: then last_title is the last one, which lasts until paid_until (UTC), else both are null. status: none (also when everything that was bought was refunded before it began), activating, active, grace (ends_at is past, access is kept until expires_at, also while an overdue renewal holds it) or expired; the rest is null without a subscription.';
