-- The common form of notices about money and time that somebody else moved: what happened, the balance, until when the
-- subscription runs, and the reason that was given. The history shows the rest.
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
      'plan', case
        when p.id is not null then jsonb_build_object('text', billing.title_of(s.id, p.title, p_user_id))
      end,
      'runs', case when s.status = 'active' then 'yes' else 'no' end,
      'renews', case when (billing.next_charge(s)).at is not null then 'yes' else 'no' end,
      'ends_at', jsonb_build_object('time', coalesce(
        case when s.status = 'active' and s.ends_at <= app.now() then s.expires_at end, s.ends_at, app.now()
      ))
    )),
    jsonb_insert(p_buttons, '{0,-1}', '{"text": "button-close", "data": "close"}', true)
  )
  from (values (p_user_id, coalesce(p_currency, billing.currency_of(p_user_id)))) as m (user_id, currency)
  left join billing.subscriptions as s on s.id = coalesce(p_subscription_id, (billing.subscription_of(m.user_id)).id)
  left join billing.plans as p on p.id = s.plan_id
$$;
comment on function billing.operation_notice(bigint, text, text, bigint, text, bigint, jsonb) is
  'Returns the notice p_text (a Fluent id) with the known ones of these arguments, as of now: reason, amount (p_amount, minor units), balance, plan, runs and renews (yes or no) and ends_at (in the grace: the end of access), about p_subscription_id (null: billing.subscription_of), whoever owns it, named as p_user_id is told it; below it p_buttons, and one to close.';
