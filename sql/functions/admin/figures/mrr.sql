create or replace function admin.mrr(p_telegram_id bigint)
returns table (currency text, mrr bigint, people bigint, arpu bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query
  select r.currency, r.mrr, r.people, r.arpu
  from jsonb_to_recordset(ops.figure('mrr', '{}')) as r (
    currency text, mrr bigint, people bigint, arpu bigint
  );
end
$$;
comment on function admin.mrr(bigint) is
  'Returns ops.mrr, minor units. Raises TK070 without the permission figures.';
