create or replace function billing.renewable_now(p_user_id bigint, p_first bigint default null) returns bigint[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select array(
    select s.id
    from billing.subscriptions as s
    where s.user_id = p_user_id
      and app.flag('auto_renewal')
      and s.status = 'active'
      and s.auto_renew
      and s.cancelled_at is null
      and s.renewal_price_id is not null
      and s.ends_at - interval '24 hours' <= app.now()
      and s.expires_at > app.now()
      and (s.charge_from > app.now()) is not true
      and (s.id = p_first or billing.renews_by_itself(s))
    order by s.id = p_first desc nulls last, s.ends_at, s.id
  )
$$;
comment on function billing.renewable_now(bigint, bigint) is
  'Returns the subscriptions of a user that arriving money can renew now: from 24 h before their end until access is over, unless the user still has time to respond; p_first before all others, then by their end.';
