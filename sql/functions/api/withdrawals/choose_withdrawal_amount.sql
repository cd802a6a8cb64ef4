-- Each choice makes a new draft: what was confirmed by an old screen is not what is chosen now.
create or replace function api.choose_withdrawal_amount(p_telegram_id bigint, p_amount bigint)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_currency constant text := billing.currency_of(v_user_id);
  v_refusal constant text := billing.withdrawal_refusal(v_user_id, v_currency);
begin
  if v_refusal is not null then
    return query select v_refusal;
    return;
  elsif p_amount < billing.by_currency('withdrawal_min', v_currency)
    or p_amount > billing.referral_of(v_user_id, v_currency) then
    return query select 'out_of_range'::text;
    return;
  end if;
  insert into billing.withdrawal_drafts (user_id, amount, currency, changed_at)
  values (v_user_id, p_amount, v_currency, app.now())
  on conflict (user_id) do update
  set token = default, amount = excluded.amount, currency = excluded.currency, way = null, masked = null, sealed = null,
    key_id = null, changed_at = excluded.changed_at;
  return query select 'chosen'::text;
end
$$;
comment on function api.choose_withdrawal_amount(bigint, bigint) is
  'Begins the draft of a withdrawal of p_amount (minor units). outcome: chosen, out_of_range, or those of billing.withdrawal_refusal. Raises TK010 for an unknown user.';
