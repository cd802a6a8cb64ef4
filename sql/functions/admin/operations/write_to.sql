create or replace function admin.write_to(
  p_telegram_id bigint, p_user_id bigint, p_text text, p_request uuid
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'tickets');
  return jsonb_build_object('outcome', support.write_first(p_user_id, p_request, p_telegram_id, p_text));
end
$$;
comment on function admin.write_to(bigint, bigint, text, uuid) is
  'Writes to a customer, in his ticket. outcome: of support.write_first. Raises TK070 without the permission tickets.';
