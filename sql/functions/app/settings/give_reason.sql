-- Triggers of configuration tables record it, and so does app.record where it is told none.
create or replace function app.give_reason(p_reason text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.require_reason(p_reason, 'It is kept in app.audit.');
  perform set_config('tickover.reason', p_reason, true);
end
$$;
comment on function app.give_reason(text) is
  'Makes p_reason the reason of what the rest of the transaction records. Raises TK061 without one.';
