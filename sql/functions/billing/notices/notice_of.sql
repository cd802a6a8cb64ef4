-- What a notice says now; asked when it is sent, and again about what is shown already.
create or replace function billing.notice_of(
  p_notice text, p_subscription_id bigint, p_period_number integer, p_amount bigint
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when p_notice = 'ended' then billing.notice_ended(p_subscription_id, p_period_number)
    when p_notice = 'renewed' then billing.notice_renewed(p_subscription_id, p_period_number)
    when p_notice in ('announced', 'price_risen', 'short', 'grace', 'unavailable')
      then billing.notice_to_renew(p_notice, p_subscription_id, p_period_number, p_amount)
    else billing.notice_by_rule(p_notice, p_subscription_id, p_period_number)
  end;
end
$$;
comment on function billing.notice_of(text, bigint, integer, bigint) is
  'Returns a notice (see app.notice) of a rule of billing.notice_rules about a period of a subscription, composed from what is true now; p_amount: the announced price, minor units, null for none. Null when it is no longer true.';
