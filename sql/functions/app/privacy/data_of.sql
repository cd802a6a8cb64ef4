-- All that the shop holds about a person, in its own words. Keys and addresses of access are left out: they are shown
-- under Connect, and a file is forwarded easily.
create or replace function app.data_of(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object(
      'as_of', app.now(),
      'user', to_jsonb(u) - '{identity_hash}'::text[],
      'telegram', to_jsonb(i) - '{user_id}'::text[]
    )
    from app.users as u
    left join app.telegram_identities as i on i.user_id = u.id
    where u.id = p_user_id
  ) || jsonb_build_object(
    'balances', (select jsonb_agg(to_jsonb(b)) from billing.balances_of(p_user_id) as b),
    'history', (
      select jsonb_agg(to_jsonb(s) - '{transfer_id}'::text[] order by s.line_id) from billing.statement(p_user_id) as s
    ),
    'payments', (
      select jsonb_agg(
        jsonb_build_object(
          'provider', p.provider, 'id', p.external_id, 'amount', p.amount, 'currency', p.currency, 'at', p.received_at
        ) order by p.id
      )
      from billing.payments as p
      where p.user_id = p_user_id
    ),
    'payment_methods', (
      select jsonb_agg(
        jsonb_build_object(
          'provider', m.provider, 'title', m.title, 'saved_at', m.created_at, 'removed_at', m.removed_at
        ) order by m.id
      )
      from billing.payment_methods as m
      where m.user_id = p_user_id
    ),
    'withdrawals', (
      select jsonb_agg(
        jsonb_build_object(
          'amount', w.amount, 'currency', w.currency, 'way', w.way, 'to', w.masked, 'status', w.status,
          'at', w.requested_at, 'settled_at', w.settled_at
        ) order by w.id
      )
      from billing.withdrawals as w
      where w.user_id = p_user_id
    ),
    'subscriptions', app.subscriptions_in_data(p_user_id),
    'notices', (
      select jsonb_agg(jsonb_build_object('at', t.at, 'what', t.what) order by t.id)
      from app.told_to(p_user_id) as t
    ),
    'support', (
      select jsonb_agg(
        jsonb_build_object(
          'ticket', k.id, 'topic', k.topic, 'from', m.sender, 'kind', m.kind, 'text', m.body, 'at', m.sent_at
        ) order by m.id
      )
      from support.tickets as k
      join support.messages as m on m.ticket_id = k.id
      where k.user_id = p_user_id
    )
  ) || app.gates_in_data(p_user_id) || billing.promo_in_data(p_user_id)
    || billing.gifts_in_data(p_user_id) || broadcast.in_data(p_user_id) || jobs.alarms_in_data(p_user_id);
end
$$;
comment on function app.data_of(bigint) is
  'Returns what is held about a user: identity, balances (minor units), history of money, payments, saved methods, withdrawals (where they went is masked), subscriptions with their use, notices of the last weeks, tickets, choices and gates (app.gates_in_data), promo codes and discounts (billing.promo_in_data), gifts and names (billing.gifts_in_data), broadcasts (broadcast.in_data), alarms (jobs.alarms_in_data). Nothing about others, and no keys.';
