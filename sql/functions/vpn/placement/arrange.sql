-- Decides which accesses serve after the number of panels or the allowed places changed. Among the accesses that fit,
-- it prefers those that already serve and work, then the oldest, whose key the user knows. The other accesses stay
-- until these work (vpn.finish_moves), and missing ones are placed.
create or replace function vpn.arrange(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with ranked as (
    select
      a.id, a.subscription_id, d.panels, d.present, fitting.yes as fits,
      row_number() over (
        partition by a.subscription_id
        order by fitting.yes desc, a.state = 'serving' desc, a.applied_generation > 0 desc, a.id
      ) as place
    from unnest(p_subscription_ids) as s (id)
    join vpn.desired as d on d.subscription_id = s.id
    join vpn.access as a on a.subscription_id = d.subscription_id and a.state <> 'leaving'
    join vpn.panels as p on p.id = a.panel_id
    cross join lateral (
      values (
        not p.draining
        and coalesce(d.places is null or p.code = any (d.places) or p.country = any (d.places), false)
      )
    ) as fitting (yes)
  )
  update vpn.access as a
  set state = case when r.fits and r.place <= r.panels then 'serving' else 'retiring' end
  from ranked as r
  where a.id = r.id;

  update vpn.desired as d
  set missing = d.panels - (
    select count(*) from vpn.access as a where a.subscription_id = d.subscription_id and a.state = 'serving'
  )
  from unnest(p_subscription_ids) as s (id)
  where d.subscription_id = s.id;
  perform vpn.place(p_subscription_ids);
end
$$;
comment on function vpn.arrange(bigint[]) is
  'Decides again which accesses of these subscriptions serve and which retire, and places missing ones where a panel has room. The caller must enqueue them, and holds the lock on the desired state.';
