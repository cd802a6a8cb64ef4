create or replace function billing.refund_refused(p_lane text, p_payload jsonb, p_reason text, p_error text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
begin
  if p_reason = 'rejected' then
    perform billing.refund_failed((p_payload ->> 'refund_id')::bigint, coalesce(p_error, p_reason));
  end if;
end
$$;
comment on function billing.refund_refused(text, jsonb, text, text) is
  'Dead hook of payment.refund: if the provider understood and refused it, the money is the user''s again. p_reason, p_error: see outbox.dead_letters. For any other reason the outcome is unknown, and an operator looks.';
