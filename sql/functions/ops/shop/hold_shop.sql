-- The emergency stop of the whole shop: nothing is lost, everything waits. Calls in flight are completed.
create or replace function ops.hold_shop(p_reason text) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before constant text := app.held_because();
begin
  if coalesce(p_reason, '') = '' then
    raise exception using errcode = 'TK061', message = 'a reason is needed', hint = 'It is kept in app.audit.';
  end if;
  perform app.settle(format('%s: %s', session_user, p_reason));
  insert into app.audit (at, actor, action, subject, subject_key, before, after, reason)
  values (
    app.now(), app.actor(), 'shop.held', 'shop', current_database(),
    jsonb_build_object('held_because', v_before), jsonb_build_object('held_because', app.held_because()), p_reason
  );
end
$$;
comment on function ops.hold_shop(text) is
  'Holds the shop: no job begins, nothing is claimed; updates are stored and wait. A job batch or call that is under way is completed. ops.open_shop() undoes it. Raises TK061 without a reason.';
