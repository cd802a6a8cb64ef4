create or replace function api.notice_preferences(p_telegram_id bigint) returns table (tips boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  return query
  select coalesce((select f.tips from app.notice_preferences as f where f.user_id = v_user_id), true);
end
$$;
comment on function api.notice_preferences(bigint) is
  'Returns what a user wants to hear beyond his money and access. tips: offers and tips. Raises TK010 for an unknown user.';
