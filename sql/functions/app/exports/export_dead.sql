-- A refusal may turn out to be no fault of the file, and then it is enqueued again (outbox._revive). So its rows stay:
-- app.purge_exports deletes them within a day.
create or replace function app.export_dead(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id constant bigint := (p_payload ->> 'export')::bigint;
begin
  perform app.notice_dead(p_lane, p_payload, p_reason, p_error);
  if p_reason = 'revived' then
    -- Another file of the same rows may have failed for another reason.
    update app.exports as e
    set sent = greatest(e.sent - 1, 0), error = nullif(e.error, p_error)
    where e.id = v_id;
    return;
  end if;
  if p_reason in ('rejected', 'gone') then
    update app.exports as e set sent = e.sent + 1, error = p_error where e.id = v_id;
  else
    perform app.export_sent(p_lane, p_payload, null);
    update app.exports as e set error = p_error where e.id = v_id;
  end if;
  perform app.notify((p_payload ->> 'user_id')::bigint, 'admin-export-failed');
end
$$;
comment on function app.export_dead(text, jsonb, text, text) is
  'Dead hook of app.export: gives a file up, deletes its rows, unless it was refused (rejected, gone), and tells the admin. Reason revived (the error was not about the file) takes that back. Reason gone marks the admin as unreachable, see app.notice_dead.';
