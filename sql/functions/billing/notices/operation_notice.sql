-- One shape for what users are told about their money and time when somebody else moved it: what happened, the
-- balance, until when its subscription runs, and the reason as it was given. The history tells the rest.
create or replace function billing.operation_notice(
  p_user_id bigint,
  p_text text,
  p_reason text default null,
  p_amount bigint default null,
  p_currency text default null,
  p_subscription_id bigint default null,
  p_buttons jsonb default '[[{"text": "button-history", "data": "go:history"}]]'
) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select app.notice(
    p_user_id,
    p_text,
    jsonb_strip_nulls(jsonb_build_object(
      'reason', p_reason,
      'amount', case
        when p_amount is not null then jsonb_build_object('money', p_amount, 'currency', m.currency)
      end,
      'balance', jsonb_build_object('money', billing.balance_of(p_user_id, m.currency), 'currency', m.currency),
      'plan', case when p.id is not null then jsonb_build_object('text', billing.title_of(s.id, p.title)) end,
      'runs', case when s.status = 'active' then 'yes' else 'no' end,
      'renews', case when (billing.next_charge(s)).at is not null then 'yes' else 'no' end,
      'ends_at', jsonb_build_object('time', coalesce(s.ends_at, app.now()))
    )),
    jsonb_insert(p_buttons, '{0,-1}', '{"text": "button-close", "data": "close"}', true)
  )
  from (values (p_user_id, coalesce(p_currency, billing.currency_of(p_user_id)))) as m (user_id, currency)
  left join billing.subscriptions as s on s.id = coalesce(p_subscription_id, (billing.subscription_of(m.user_id)).id)
  left join billing.plans as p on p.id = s.plan_id
$$;
comment on function billing.operation_notice(bigint, text, text, bigint, text, bigint, jsonb) is
  'The notice p_text (a Fluent id) with the arguments reason, amount (p_amount, minor units), balance, plan, runs and renews (yes or no) and ends_at, those that are known, as of now, of the subscription that it is about (for null billing.subscription_of), whoever has it; under it p_buttons, with one to close.';
