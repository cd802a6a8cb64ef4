create or replace function app.record_export(p_what text, p_from date, p_until date, p_rows bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_reason constant text := nullif(current_setting('tickover.reason', true), '');
begin
  perform billing.require_reason(v_reason, 'Say what the file is for.');
  insert into app.audit (at, actor, action, subject, subject_key, after, reason)
  values (
    app.now(), app.actor(), 'export.made', 'export', p_what,
    jsonb_strip_nulls(jsonb_build_object('from', p_from, 'until', p_until, 'rows', p_rows)), v_reason
  );
end
$$;
comment on function app.record_export(text, date, date, bigint) is
  'Audits that an admin was given p_rows rows of p_what (payments, ledger, customers, subscriptions) as a file: of the days [p_from, p_until), if it is about a span, for the reason of app.act_as_admin. Raises TK061 without one.';
