create or replace function api.request_data(p_telegram_id bigint) returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  perform from app.users as u where u.id = v_user_id for no key update;
  if exists (
    select
    from app.audit as a
    where a.subject = 'user' and a.subject_id = v_user_id and a.action = 'user.data_requested'
      and a.at > app.now() - interval '10 minutes'
  ) then
    return query select 'just_now'::text;
    return;
  end if;
  perform app.record(format('user:%s', v_user_id), 'user.data_requested', 'user', v_user_id, null, null);
  perform outbox.enqueue(
    'app.data_file', p_telegram_id::text, jsonb_build_object('user_id', v_user_id), 'data_file', app.notice_until(null)
  );
  return query select 'requested'::text;
end
$$;
comment on function api.request_data(bigint) is
  'Has the user''s data sent to him as a file. outcome: requested, or just_now (within ten minutes). Raises TK010 for an unknown user.';
