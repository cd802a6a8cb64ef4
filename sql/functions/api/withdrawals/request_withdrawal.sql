create or replace function api.request_withdrawal(p_telegram_id bigint, p_draft uuid, p_key_id text default null)
returns table (outcome text, withdrawal_id bigint)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select r.outcome, r.withdrawal_id
  from billing.request_withdrawal(app.user_of(p_telegram_id), p_draft, p_key_id) as r;
end
$$;
comment on function api.request_withdrawal(bigint, uuid, text) is
  'Asks for what a draft says, once, see billing.request_withdrawal. Raises TK010 for an unknown user.';
