create or replace function billing.withdrawal_buttons(p_withdrawal billing.withdrawals) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_agg(r.buttons order by r.n)
  from (
    select 1 as n, jsonb_build_array(
      jsonb_build_object('text', 'button-approve', 'data', format('payout:approve:%s', p_withdrawal.id)),
      jsonb_build_object('text', 'button-reject', 'data', format('payout:refuse:%s', p_withdrawal.id))
    ) as buttons
    where p_withdrawal.status = 'requested'
    union all
    select 2, jsonb_build_array(
      jsonb_build_object('text', 'button-show-requisites', 'data', format('payout:show:%s', p_withdrawal.id))
    )
    where p_withdrawal.sealed is not null
    union all
    select 3, jsonb_build_array(
      jsonb_build_object('text', 'button-was-paid', 'data', format('payout:paid:%s', p_withdrawal.id)),
      jsonb_build_object('text', 'button-not-paid', 'data', format('payout:failed:%s', p_withdrawal.id))
    )
    where p_withdrawal.sealed is not null and p_withdrawal.status in ('approved', 'sending')
  ) as r
$$;
comment on function billing.withdrawal_buttons(billing.withdrawals) is
  'Returns the rows of buttons with which support acts on an open withdrawal: approve and refuse; show its requisites; say that it was paid by hand or could not be.';
