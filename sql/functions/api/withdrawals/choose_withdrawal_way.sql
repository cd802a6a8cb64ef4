create or replace function api.choose_withdrawal_way(p_telegram_id bigint, p_way text, p_key_id text default null)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update billing.withdrawal_drafts as d
  set token = default, way = p_way, masked = null, sealed = null, key_id = null, changed_at = app.now()
  where d.user_id = app.user_of(p_telegram_id)
    and exists (select from billing.ways_to_withdraw(d.currency, p_key_id) as y where y.name = p_way);
  return query select case when found then 'chosen' else 'gone' end;
end
$$;
comment on function api.choose_withdrawal_way(bigint, text, text) is
  'Chooses how the withdrawal of the draft reaches the user. p_key_id: see billing.ways_to_withdraw. outcome: chosen, or gone (no draft, or that way is not open). Raises TK010 for an unknown user.';
