create or replace function billing.notify_credited(
  p_user_id bigint, p_order_id bigint, p_as_asked boolean, p_amount bigint, p_currency text
) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.show_or_notify(
    'invoice',
    (select o.token from billing.orders as o where o.id = p_order_id),
    app.notice(
      p_user_id,
      case when p_as_asked then 'payment-credited' else 'payment-credited-late' end,
      jsonb_build_object(
        'amount', jsonb_build_object('money', p_amount, 'currency', p_currency),
        'balance', jsonb_build_object('money', billing.balance_of(p_user_id, p_currency), 'currency', p_currency)
      ),
      '[[{"text": "button-profile", "data": "go:profile"}, {"text": "button-close", "data": "close"}]]'
    )
  );
end
$$;
comment on function billing.notify_credited(bigint, bigint, boolean, bigint, text) is
  'Tells a payer what his balance got (minor units of p_currency), on the screen of that top-up if he has it open. p_as_asked: whether it came in time and as it was asked for, or for a renewal.';
