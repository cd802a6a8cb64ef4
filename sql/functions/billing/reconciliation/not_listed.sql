create or replace function billing.not_listed(p_lane text, p_payload jsonb, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the payload names the subject; a hook does not need its lane)
begin
  perform billing.finish_listing(l, coalesce(p_error, p_reason))
  from billing.listings as l
  where l.id = (p_payload ->> 'listing_id')::bigint and l.finished_at is null;
end
$$;
comment on function billing.not_listed(text, jsonb, text, text) is
  'Dead hook of payment.list: the page was given up, and with it the listing; the next day''s listing begins where the last good one ended. p_reason, p_error: see outbox.dead_letters.';
