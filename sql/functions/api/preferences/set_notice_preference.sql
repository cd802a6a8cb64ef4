create or replace function api.set_notice_preference(p_telegram_id bigint, p_tips boolean) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  insert into app.notice_preferences as f (user_id, tips, updated_at)
  values (v_user_id, p_tips, app.now())
  on conflict (user_id) do update
  set tips = excluded.tips, updated_at = excluded.updated_at
  where f.tips <> excluded.tips;
  if found then
    perform app.record(
      format('user:%s', v_user_id), 'user.notices_chosen', 'user', v_user_id, null, jsonb_build_object('tips', p_tips)
    );
  end if;
  outcome := 'ok';
  return next;
end
$$;
comment on function api.set_notice_preference(bigint, boolean) is
  'Sets whether a user hears offers and tips. outcome: ok. Raises TK010 for an unknown user.';
