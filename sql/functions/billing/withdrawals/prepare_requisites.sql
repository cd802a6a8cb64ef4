create or replace function billing.prepare_requisites(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'chat_id', i.telegram_id,
    'locale', u.locale,
    'timezone', app.zone_of(u.timezone),
    'now', app.now(),
    'text', 'withdrawal-requisites',
    'args', jsonb_build_object(
      'withdrawal', w.id, 'way', w.way, 'amount', jsonb_build_object('money', w.amount, 'currency', w.currency)
    ),
    'sealed', encode(w.sealed, 'base64'),
    'key_id', w.key_id
  )
  from billing.withdrawals as w
  cross join app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where w.id = (p_payload ->> 'withdrawal_id')::bigint and w.sealed is not null
    and i.telegram_id = p_lane::bigint and app.may(u.role, 'withdrawals')
$$;
comment on function billing.prepare_requisites(text, jsonb) is
  'Prepare hook of withdrawals.requisites. p_payload: {"withdrawal_id"}. Returns what the gateway sends, with the sealed requisites (base64), which it opens; null once they are gone, or if the admin may not see them any more.';
