-- Records one change of business state. The function that makes the change calls it in the same transaction.
create or replace function app.record(
  p_actor text,
  p_action text,
  p_subject text,
  p_subject_id bigint,
  p_before jsonb,
  p_after jsonb,
  p_reason text default null
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into app.audit (at, actor, action, subject, subject_id, before, after, reason)
  values (
    app.now(), p_actor, p_action, p_subject, p_subject_id, p_before, p_after,
    coalesce(p_reason, nullif(current_setting('tickover.reason', true), ''))
  );
end
$$;
comment on function app.record(text, text, text, bigint, jsonb, jsonb, text) is
  'Writes one line of app.audit: who (user:<id>, job:<name>, ...) did what (trial.started) to which thing (subscription 7), with its state before and after. p_reason: null for the one that app.act_as_admin or app.give_reason was told in this transaction.';
