-- What the bot of 0.10 calls admin.active_now.
create or replace function admin.standing(p_telegram_id bigint)
returns table (active bigint, in_trial bigint, granted bigint, paying_people bigint, people bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'figures');
  return query select n.* from admin.active_now(p_telegram_id) as n;
end
$$;
comment on function admin.standing(bigint) is
  'Returns admin.active_now, for the bot of 0.10. Raises TK070 without the permission figures.';
