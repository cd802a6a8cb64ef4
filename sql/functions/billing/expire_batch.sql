-- Ends what is due, a batch at a time; the job commits in between.
create or replace function billing.expire_batch(p_limit integer) returns jobs.step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids bigint[] := billing.due_to_expire(p_limit);
  v_parked integer;
begin
  if v_ids is null then
    return (0, 0, false);
  end if;
  v_parked := billing.expire_safely(v_ids);
  return (cardinality(v_ids) - v_parked, v_parked, cardinality(v_ids) = p_limit);
end
$$;
comment on function billing.expire_batch(integer) is
  'Ends up to p_limit subscriptions whose time has come, parks those that fail, and says whether more may be due.';
