create or replace function billing.purge_former_uses(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
begin
  delete from billing.former_promo_uses as f
  where f.ctid in (
    select o.ctid
    from billing.promo_codes as c
    join billing.former_promo_uses as o on o.code_id = c.id
    where c.retired_at is not null or upper(c.valid) <= app.now()
    limit p_limit
  );
  get diagnostics v_count = row_count;
  return v_count;
end
$$;
comment on function billing.purge_former_uses(integer) is
  'Forgets at most p_limit rows about codes that nobody can use any more, of people who deleted their account. Returns how many.';
