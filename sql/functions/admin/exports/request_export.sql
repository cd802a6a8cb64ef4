-- What is about days may be as long in a shop with few people as in a large one, and would outlast the tap.
create or replace function admin.request_export(
  p_telegram_id bigint, p_what text, p_from date, p_until date, p_language text, p_reason text, p_request uuid
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id bigint;
  v_id bigint;
begin
  v_admin_id := app.act_as_admin(p_telegram_id, 'exports', p_reason);
  perform billing.require_reason(p_reason, 'Say what the file is for.');
  insert into app.exports (request, user_id, what, from_day, until_day, language, reason, asked_at)
  values (p_request, v_admin_id, p_what, p_from, p_until, p_language, p_reason, app.now())
  on conflict (request) do nothing
  returning id into v_id;
  if v_id is null then
    return 'asked';
  end if;
  perform app.record(
    app.actor(), 'export.asked', 'export', v_id, null, jsonb_build_object('what', p_what), p_reason
  );
  if p_from is null and not ops.is_large() then
    perform app.make_export(v_id);
  end if;
  return 'asked';
end
$$;
comment on function admin.request_export(bigint, text, date, date, text, text, uuid) is
  'Asks for a file in the admin''s chat, once for each p_request: what (app.exports.what), of the days [p_from, p_until) of the shop''s zone if it is about days, in the way of p_language. The job make_exports makes it; customers and subscriptions of a shop that is not large are made at once. Returns asked. Raises TK061 without a reason, and TK070 without the permission exports.';
