create or replace function api.notice_preferences(p_telegram_id bigint)
returns table (tips boolean, referrals boolean)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  return query
  select coalesce(f.tips, true), coalesce(f.referrals, true)
  from (values (v_user_id)) as u (id)
  left join app.notice_preferences as f on f.user_id = u.id;
end
$$;
comment on function api.notice_preferences(bigint) is
  'Returns what a user wants to hear beyond his money and access. tips: offers and tips; referrals: who came by his link, and what that earned. Raises TK010 for an unknown user.';
