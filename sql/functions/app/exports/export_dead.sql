create or replace function app.export_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.notice_dead(p_lane, p_payload, p_reason, p_error);
  if p_reason <> 'revived' then
    perform app.export_sent(p_lane, p_payload, null);
    update app.exports as e set error = p_error where e.id = (p_payload ->> 'export')::bigint;
    perform app.notify((p_payload ->> 'user_id')::bigint, 'admin-export-failed');
  end if;
end
$$;
comment on function app.export_dead(text, jsonb, text, text) is
  'Dead hook of app.export: gives a file up, deletes its rows, and tells the admin. Reason revived leaves it as it is. Reason gone marks the admin as unreachable, see app.notice_dead.';
