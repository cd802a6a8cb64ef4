create or replace function api.set_referral_notices(p_telegram_id bigint, p_wanted boolean) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  insert into app.notice_preferences as f (user_id, referrals, updated_at)
  values (v_user_id, p_wanted, app.now())
  on conflict (user_id) do update
  set referrals = excluded.referrals, updated_at = excluded.updated_at
  where f.referrals <> excluded.referrals;
  if found then
    perform app.record(
      format('user:%s', v_user_id), 'user.notices_chosen', 'user', v_user_id, null,
      jsonb_build_object('referrals', p_wanted)
    );
  end if;
  outcome := 'ok';
  return next;
end
$$;
comment on function api.set_referral_notices(bigint, boolean) is
  'Sets whether a user is told of people who came by his link, and of what that earned. outcome: ok. Raises TK010 for an unknown user.';
