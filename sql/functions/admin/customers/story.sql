create or replace function admin.story(p_telegram_id bigint, p_user_id bigint, p_offset integer, p_limit integer)
returns setof ops.story_line
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  if not exists (select from app.users as u where u.id = p_user_id) then
    return;
  end if;
  return query
  select s.at, s.what, s.detail, s.amount, s.currency, s.ref
  from ops.explain(p_user_id::text) with ordinality as s (at, what, detail, amount, currency, ref, n)
  order by s.n desc
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.story(bigint, bigint, integer, integer) is
  'Returns lines of ops.explain of a customer, by his number, newest first: how it stands now, then what happened; nothing for a number that nobody has. Raises TK070 without the permission customers.';
