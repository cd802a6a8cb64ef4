-- All that the page and the apps show. The process sends the hash and never the token, so no token is in a statement
-- or a log of the server. An unknown token and a replaced one find nothing in the same index: nothing tells them
-- apart.
--
-- An app that reads an empty list forgets its servers. So links stay while an end is held (billing.hold_access); and
-- while PostgreSQL's clock is wrong, by which access that runs may seem to be over, an app is told to come again.
create or replace function page.subscription(p_token_hash bytea) returns table (
  locale text,
  timezone text,
  status text,
  is_trial boolean,
  plan_title jsonb,
  ends_at timestamptz,
  last_title jsonb,
  paid_until timestamptz,
  restricted boolean,
  expires_at timestamptz,
  renews boolean,
  used_bytes bigint,
  limit_bytes bigint,
  links text[],
  bot_name text,
  support_url text,
  contact_url text,
  update_hours integer,
  now timestamptz
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_doubt constant text := (select jobs.clock_doubt(c) from jobs.clock as c);
begin
  if v_doubt is not null and exists (
    select
    from vpn.subscription_addresses as a
    join billing.subscriptions as s on s.id = a.subscription_id
    cross join lateral billing.subscription_status(s.user_id, s.id) as t
    where sha256(a.token::bytea) = p_token_hash and t.status not in ('active', 'grace')
  ) then
    raise cannot_connect_now using message = v_doubt, hint = 'Ask again later.';
  end if;
  return query
  select
    u.locale,
    app.zone_of(u.timezone),
    t.status,
    t.is_trial,
    t.plan_title,
    t.ends_at,
    t.last_title,
    t.paid_until,
    t.status = 'grace' and billing.is_restricted(s.id),
    t.expires_at,
    -- During the grace it is the user who has to renew.
    case when t.status in ('activating', 'active') and app.flag('auto_renewal')
      then (billing.next_charge(s)).at is not null
      else false
    end,
    vpn.used_bytes(s.id),
    d.data_limit,
    case
      when t.status in ('active', 'grace') or s.status = 'active' and d.present and d.expires_at > app.now()
        then vpn.links_of(s.id)
      else '{}'
    end,
    (select b.name from app.bot as b),
    app.setting('support_url') #>> '{}',
    app.setting('contact_url') #>> '{}',
    (app.setting('page_update_hours') #>> '{}')::integer,
    app.now()
  from vpn.subscription_addresses as a
  join billing.subscriptions as s on s.id = a.subscription_id
  join app.users as u on u.id = s.user_id
  cross join lateral billing.subscription_status(s.user_id, s.id) as t
  left join vpn.desired as d on d.subscription_id = s.id
  where sha256(a.token::bytea) = p_token_hash;
end
$$;
comment on function page.subscription(bytea) is
  'Takes the SHA-256 of an address''s token; returns no row for an unknown one. status: none, activating, active, grace or expired, see billing.subscription_status; plan_title by language; ends_at, expires_at: end of the plan and of access, UTC; last_title, paid_until: where other plans follow the running one, the last of them and its end, UTC, else null; restricted: during the grace only the panels'' restricted group is within reach; renews: whether it is renewed automatically at the end of what is paid, so that nobody has to do anything: false during the grace, where nothing is on offer, and while the flag auto_renewal is off; used_bytes: null where it is not known; limit_bytes: null for no limit; links: share links, empty unless access runs, or its end is held; bot_name: without @; update_hours: how often apps read it anew. Raises 57P03 for one without access while PostgreSQL''s clock is doubted.';
