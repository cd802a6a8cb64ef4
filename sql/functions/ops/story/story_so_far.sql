create or replace function ops.story_so_far(p_user_id bigint) returns setof ops.story_line
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    app.now(), 'now',
    concat_ws(
      ', ',
      billing.in_language(billing.title_of(s.id, l.title), 'en'),
      case when s.status = 'active' then 'runs until' else 'ended' end
        || to_char(s.ends_at at time zone 'UTC', ' YYYY-MM-DD HH24:MI "UTC"'),
      case when s.status = 'active' and s.expires_at > s.ends_at
        then to_char(s.expires_at at time zone 'UTC', '"access is kept until" YYYY-MM-DD HH24:MI "UTC"')
      end,
      case
        when c.at is not null then to_char(c.at at time zone 'UTC', '"charged next" YYYY-MM-DD HH24:MI "UTC"')
        when s.cancelled_at is not null then 'cancelled'
        when not s.auto_renew then 'auto-renewal off'
      end
    ),
    c.amount, c.currency, 'subscription ' || s.id
  from billing.subscriptions as s
  join billing.plans as l on l.id = coalesce((billing.current_plan(s)).plan_id, s.plan_id)
  cross join lateral billing.next_charge(s) as c
  where s.user_id = p_user_id;
end
$$;
comment on function ops.story_so_far(bigint) is
  'Part of ops.explain: each subscription as it stands now, with the next charge and its amount.';
