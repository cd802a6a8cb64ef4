create or replace function billing.notify_gift(p_gift billing.gifts) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.notify(
    p_gift.payer_id,
    case p_gift.return_reason
      when 'expired' then 'gift-expired'
      when 'taken_back' then 'gift-cancelled'
      else 'gift-was-taken'
    end,
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
comment on function billing.notify_gift(billing.gifts) is
  'Tells the payer of a gift what became of it: that somebody took it, that nobody did in time, or that a provider took its money back.';
