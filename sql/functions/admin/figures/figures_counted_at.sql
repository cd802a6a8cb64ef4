create or replace function admin.figures_counted_at(p_telegram_id bigint) returns timestamptz
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return (
    select min(k.counted_at)
    from app.kept_figures as k
    where ops.is_large() and k.name in ('figures', 'received', 'active_now', 'mrr') and k.asked_at >= app.now() - interval '1 minute'
  );
end
$$;
comment on function admin.figures_counted_at(bigint) is
  'Returns when the figures that were looked at within the last minute were counted, UTC; null in a shop where they are of now. Raises TK070 without the permission figures.';
