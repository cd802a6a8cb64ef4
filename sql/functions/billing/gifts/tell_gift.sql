create or replace function billing.tell_gift(p_gift billing.gifts, p_text text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.notify(
    p_gift.payer_id,
    p_text,
    jsonb_build_object(
      'plan', jsonb_build_object('text', o.title),
      'amount', jsonb_build_object('money', p_gift.amount, 'currency', p_gift.currency),
      'balance', jsonb_build_object(
        'money', billing.balance_of(p_gift.payer_id, p_gift.currency), 'currency', p_gift.currency
      )
    ),
    '[[{"text": "button-my-gifts", "data": "go:gifts"}, {"text": "button-close", "data": "close"}]]'
  )
  from billing.offer_of_gift(p_gift) as o;
end
$$;
comment on function billing.tell_gift(billing.gifts, text) is
  'Tells the payer of a gift what became of it: p_text is gift-was-taken, gift-expired or gift-cancelled.';
