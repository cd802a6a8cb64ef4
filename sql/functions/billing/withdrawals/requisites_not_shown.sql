create or replace function billing.requisites_not_shown(p_lane text, p_payload jsonb, p_reason text, p_error text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
begin
  if p_reason in ('rejected', 'unknown') then
    perform app.notify_admins(
      'admin-requisites-not-shown',
      jsonb_build_object('withdrawal', p_payload ->> 'withdrawal_id', 'error', coalesce(p_error, p_reason))
    );
  end if;
end
$$;
comment on function billing.requisites_not_shown(text, jsonb, text, text) is
  'Dead hook of withdrawals.requisites: admins are told that no listener could show them. p_reason, p_error: see outbox.dead_letters.';
