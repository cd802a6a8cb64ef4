-- Which accesses serve after a change of how many there are to be, or where: of those that fit, first those that serve
-- and work, and the oldest, whose key is known. What is left over stays until the others work (vpn.finish_moves), and
-- what is missing is placed.
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
  'Says anew which accesses of these subscriptions serve and which retire, and places what is missing, as far as a panel takes it. They are to be enqueued. The caller holds what is desired.';
