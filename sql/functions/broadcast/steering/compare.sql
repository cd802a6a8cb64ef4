create or replace function broadcast.compare(p_id bigint, p_b_share integer, p_days integer, p_reason text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_b_share not between 1 and 99 or p_days not between 1 and 60 then
    return 'not_so';
  end if;
  update broadcast.broadcasts as b
  set b_share = p_b_share, compare_days = coalesce(p_days, b.compare_days)
  where b.id = p_id and b.status in ('draft', 'scheduled');
  if not found then
    return 'over';
  end if;
  perform app.record(
    app.actor(), 'broadcast.compared', 'broadcast', p_id, null,
    jsonb_build_object('b_share', p_b_share, 'days', p_days), p_reason
  );
  return 'compared';
end
$$;
comment on function broadcast.compare(bigint, integer, integer, text) is
  'Has so many of a hundred recipients get variant b (null: none), and payments within so many days after a message count (null: as before). compared, not_so (1 to 99, 1 to 60), or over: it has begun.';
