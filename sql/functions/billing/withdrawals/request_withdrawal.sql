-- The money leaves the account now, so that it cannot be spent or asked for a second time.
create or replace function billing.request_withdrawal(
  p_user_id bigint, p_draft uuid, p_key_id text, out outcome text, out withdrawal_id bigint
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_draft billing.withdrawal_drafts;
  v_way billing.withdrawal_ways;
begin
  perform billing.lock_user(p_user_id);
  select 'requested', w.id into outcome, withdrawal_id
  from billing.withdrawals as w
  where w.token = p_draft and w.user_id = p_user_id;
  if found then
    return;
  end if;
  select d.* into v_draft from billing.withdrawal_drafts as d where d.user_id = p_user_id and d.token = p_draft;
  select y.* into v_way from billing.ways_to_withdraw(v_draft.currency, p_key_id) as y where y.name = v_draft.way;
  outcome := case
    when v_draft.user_id is null or v_way.name is null or (v_way.provider is null) <> (v_draft.sealed is not null) then 'gone'
    when v_draft.key_id <> p_key_id then 'gone'
    else coalesce(
      billing.withdrawal_refusal(p_user_id, v_draft.currency),
      case
        when v_draft.amount > billing.referral_of(p_user_id, v_draft.currency)
          or v_draft.amount < billing.by_currency('withdrawal_min', v_draft.currency) then 'out_of_range'
      end,
      'requested'
    )
  end;
  if outcome <> 'requested' then
    return;
  end if;

  insert into billing.withdrawals as w (
    token, user_id, amount, currency, way, masked, sealed, key_id, held_by, requested_at, due_at
  )
  values (
    v_draft.token, p_user_id, v_draft.amount, v_draft.currency, v_draft.way, v_draft.masked, v_draft.sealed, v_draft.key_id,
    ledger.post(
      'withdrawal',
      format('withdrawal:%s', v_draft.token),
      array[
        (ledger.account(p_user_id, 'referral', v_draft.currency), -v_draft.amount)::ledger.leg,
        (ledger.account(p_user_id, 'withdrawal_hold', v_draft.currency), v_draft.amount)::ledger.leg
      ]
    ),
    app.now(), billing.business_days_after(app.now(), app.setting('withdrawal_business_days')::integer)
  )
  returning w.id into withdrawal_id;
  delete from billing.withdrawal_drafts as d where d.user_id = p_user_id;
  perform app.record(
    format('user:%s', p_user_id), 'withdrawal.requested', 'withdrawal', withdrawal_id, null,
    jsonb_build_object(
      'status', 'requested', 'amount', v_draft.amount, 'currency', v_draft.currency, 'way', v_draft.way
    )
  );
  perform billing.post_withdrawal(withdrawal_id, 'card');
end
$$;
comment on function billing.request_withdrawal(bigint, uuid, text) is
  'Asks for the withdrawal of a draft (by its token) and holds its amount. p_key_id: as in billing.ways_to_withdraw. outcome: requested (also when it was before), gone (no such draft, or its way is gone), out_of_range (the amount), or those of billing.withdrawal_refusal; withdrawal_id.';
