create or replace function api.keep_requisites(p_telegram_id bigint, p_sealed bytea, p_key_id text, p_masked text)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.withdrawal_drafts as d
  set token = default, masked = p_masked, sealed = p_sealed, key_id = p_key_id, changed_at = app.now()
  from billing.withdrawal_ways as y
  where d.user_id = app.user_of(p_telegram_id) and y.name = d.way and y.provider is null;
  return query select case when found then 'kept' else 'gone' end;
end
$$;
comment on function api.keep_requisites(bigint, bytea, text, text) is
  'Keeps where the withdrawal of the draft goes: sealed by the bot for the key p_key_id, and p_masked, as screens show it. outcome: kept, or gone (no draft whose way needs requisites). Raises TK010 for an unknown user.';
