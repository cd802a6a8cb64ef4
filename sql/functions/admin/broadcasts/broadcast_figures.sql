create or replace function admin.broadcast_figures(p_telegram_id bigint, p_id bigint)
returns table (variant text, recipients bigint, sent bigint, tapped bigint, payers bigint, paid text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts');
  return query
  select f.variant, f.recipients, f.sent, f.tapped, f.payers, f.paid::text
  from broadcast.figures(p_id) as f
  union all
  select k.variant, k.recipients, k.sent, k.tapped, k.payers, k.paid::text
  from broadcast.broadcasts as b
  cross join jsonb_to_recordset(b.result) as k (
    variant text, recipients bigint, sent bigint, tapped bigint, payers bigint, paid jsonb
  )
  where b.id = p_id and b.result is not null
    and not exists (select from broadcast.recipients as r where r.broadcast_id = p_id)
  order by 1;
end
$$;
comment on function admin.broadcast_figures(bigint, bigint) is
  'Returns the figures of a broadcast by variant, see broadcast.figures, also once its recipients were deleted. Raises TK070 without the permission broadcasts.';
