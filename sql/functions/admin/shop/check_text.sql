create or replace function admin.check_text(p_telegram_id bigint, p_name text, p_text text)
returns table (why text, what text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings');
  return query select r.why, r.what from app.refused_text(p_name, p_text) as r;
end
$$;
comment on function admin.check_text(bigint, text, text) is
  'Returns why a text cannot be sent, see app.refused_text; nulls when it can. Raises TK070 without the permission settings.';
