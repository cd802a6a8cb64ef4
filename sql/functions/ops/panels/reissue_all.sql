create or replace function ops.reissue_all(p_reason text) returns bigint
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(ops.reissue_panel(p.code, p_reason)), 0)::bigint
  from (select o.code from vpn.panels as o order by o.id) as p
$$;
comment on function ops.reissue_all(text) is
  'Replaces the keys of all accesses at all panels, in batches: ops.reissue_panel for each. Returns how many are left to do. Raises TK061 without a reason.';
