-- Telegram shows the ball rolling for about four seconds. The notice waits in a lane of its own priority, so nothing
-- else does.
create or replace function billing.notify_throw(p_throw billing.throws, p_chat text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_currency text;
begin
  select e.currency::text into v_currency from ledger.entries as e where e.transfer_id = p_throw.transfer_id limit 1;
  perform outbox.enqueue(
    'telegram.notice', p_chat,
    app.notice(
      p_throw.user_id,
      'game-result',
      jsonb_build_object(
        'value', p_throw.value,
        'strike', case when p_throw.value = 6 then 'yes' else 'no' end,
        'prize', coalesce(p_throw.prize, 'none'),
        'unit', 'day',
        'count', coalesce(p_throw.amount, 0),
        'amount', jsonb_build_object(
          'money', coalesce(p_throw.amount, 0), 'currency', coalesce(v_currency, billing.currency_of(p_throw.user_id))
        ),
        'ends_at', jsonb_build_object('time', coalesce(
          (select upper(q.valid) from billing.personal_prices as q where q.id = p_throw.personal_price_id), s.ends_at
        )),
        'turn', jsonb_build_object('time', p_throw.next_turn_at)
      ),
      '[[{"text": "button-menu", "data": "go:menu"}, {"text": "button-close", "data": "close"}]]'
    ),
    null, app.notice_until(null), 'receipt'
  )
  from billing.subscriptions as s
  where s.id = p_throw.subscription_id;
  perform outbox.defer('telegram', p_chat, 'receipt', interval '4 s');
end
$$;
comment on function billing.notify_throw(billing.throws, text) is
  'Tells a user in p_chat what a throw won, when the ball has stopped.';
