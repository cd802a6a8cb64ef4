-- A retiring access leaves once all serving accesses of the subscription work, on as many panels as desired. What it
-- confirmed stays delivered (billing.undelivered_periods). The user is told if it had the key that he was shown,
-- because that key stops working.
create or replace function vpn.finish_moves(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[];
  v_notices jsonb[];
begin
  with replaced as (
    update vpn.access as a
    set state = 'leaving'
    from unnest(p_subscription_ids) as s (id)
    join vpn.desired as d on d.subscription_id = s.id
    where a.subscription_id = s.id
      and a.state = 'retiring'
      and (d.missing = 0 or not d.present)
      and not exists (
        select
        from vpn.access as o
        where o.subscription_id = s.id and o.state = 'serving' and o.applied_generation < d.generation and d.present
      )
    returning a.id, a.subscription_id, a.link, a.applied_generation, d.present
  ),
  delivered as (
    update vpn.desired as d
    set delivered_generation = n.generation
    from (select r.subscription_id, max(r.applied_generation) as generation from replaced as r group by 1) as n
    where d.subscription_id = n.subscription_id and n.generation > d.delivered_generation
  )
  select
    array_agg(r.id),
    array_agg(
      billing.operation_notice(
        u.user_id, 'access-moved',
        p_subscription_id => r.subscription_id,
        p_buttons => vpn.connect_button(r.subscription_id)
      )
      order by r.id
    ) filter (
      where r.present and r.link is not null and not exists (
        select
        from vpn.access as o
        where o.subscription_id = r.subscription_id and o.id < r.id and o.link is not null and o.state <> 'leaving'
      )
    )
  into v_ids, v_notices
  from replaced as r
  join billing.subscriptions as u on u.id = r.subscription_id;

  perform app.notify_all(v_notices);
  perform vpn.enqueue_accesses(v_ids);
end
$$;
comment on function vpn.finish_moves(bigint[]) is
  'Lets accesses of these subscriptions leave their panel once others have replaced them; null for none. The caller holds the lock on the desired state.';
