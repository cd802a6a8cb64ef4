create or replace function billing.erase_requisites(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from billing.withdrawal_drafts as d where d.user_id = p_user_id;
  perform billing.end_withdrawal(w.id, 'rejected', 'system', 'erased')
  from billing.withdrawals as w
  where w.user_id = p_user_id and w.status in ('requested', 'approved');
  update billing.withdrawals as w set sealed = null, key_id = null, masked = null where w.user_id = p_user_id;
end
$$;
comment on function billing.erase_requisites(bigint) is
  'Erases where a user''s withdrawals went or were to go, and gives back what nobody has begun to send; what is being sent is settled by its provider or an operator. The caller holds the user''s locks.';
