-- Only what he has seen: the button names the version of its screen.
create or replace function api.accept_terms(p_telegram_id bigint, p_version text) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  outcome := 'changed';
  if p_version = app.setting('terms_version') #>> '{}' then
    outcome := 'accepted';
    insert into app.accepted_terms (user_id, version, accepted_at)
    values (v_user_id, p_version, app.now())
    on conflict (user_id, version) do nothing;
    if found then
      perform app.record(
        format('user:%s', v_user_id), 'terms.accepted', 'user', v_user_id, null,
        jsonb_build_object('version', p_version)
      );
    end if;
  end if;
  return next;
end
$$;
comment on function api.accept_terms(bigint, text) is
  'Records that a user accepts a version of the terms. outcome: accepted, or changed (another version is in force). Raises TK010 for an unknown user.';
