create or replace function billing.notify_joined(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := app.now();
  v_notices jsonb[];
begin
  with due as (
    select o.user_id
    from billing.origins as o
    where o.tell_at <= v_now
    order by o.tell_at, o.user_id
    limit p_limit
    for no key update skip locked
  ),

  told as (
    update billing.origins as o
    set tell_at = null
    from due as d
    where o.user_id = d.user_id
    returning o.referrer_id
  )

  select array_agg(app.notice(
    g.referrer_id, 'referral-joined', jsonb_build_object('count', g.count),
    '[[{"text": "button-invite", "data": "go:invite"}, {"text": "button-close", "data": "close"}]]'
  ))
  into v_notices
  from (select t.referrer_id, count(*) as count from told as t group by t.referrer_id) as g;
  perform app.notify_all(v_notices);
  return coalesce(cardinality(v_notices), 0);
end
$$;
comment on function billing.notify_joined(integer) is
  'Tells referrers how many people came by their links, of at most p_limit people; returns how many referrers.';
