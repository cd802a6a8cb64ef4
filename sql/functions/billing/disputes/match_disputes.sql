create or replace function billing.match_disputes(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_dispute billing.disputes;
  v_count integer := 0;
begin
  for v_dispute in
    select d.*
    from billing.disputes as d
    join billing.payments as p on p.provider = d.provider and p.external_id = coalesce(d.charge_id, d.external_id)
    where d.payment_id is null
    order by d.id
    limit p_limit
  loop
    perform billing.lock_charges(
      array[v_dispute.provider], array[coalesce(v_dispute.charge_id, v_dispute.external_id)]
    );
    v_dispute := billing.link_dispute(v_dispute);
    if v_dispute.returned_by is null and v_dispute.taken_by is not null then
      v_dispute := billing.cover_dispute(v_dispute, true);
    end if;
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function billing.match_disputes(integer) is
  'Takes up to p_limit disputes whose payment has become known, and does what would have been done if it had been known at once. Returns how many.';
