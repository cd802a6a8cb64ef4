create or replace function admin.dead_letters(p_telegram_id bigint, p_kind text)
returns table (
  id bigint, subject text, reason text, error text, attempts integer, buried_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'queues');
  return query
  select d.id, d.subject, d.reason, coalesce(d.hook_error, d.error), d.attempts, d.buried_at
  from ops.dead_letters as d
  where d.kind = p_kind
  order by d.id;
end
$$;
comment on function admin.dead_letters(bigint, text) is
  'Returns the dead letters of a kind, the oldest first, see ops.dead_letters. Raises TK070 without the permission queues.';
