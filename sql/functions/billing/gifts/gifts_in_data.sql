create or replace function billing.gifts_in_data(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'gifts_paid', (
      select jsonb_agg(
        jsonb_build_object(
          'plan', o.title, 'count', o.period_count, 'unit', o.period_unit, 'amount', g.amount, 'currency', g.currency,
          'status', g.status, 'paid_at', g.created_at, 'settled_at', g.settled_at
        ) order by g.id
      )
      from billing.gifts as g
      cross join lateral billing.offer_of_gift(g) as o
      where g.payer_id = p_user_id
    ),
    'gifts_taken', (
      select jsonb_agg(
        jsonb_build_object(
          'plan', o.title, 'count', o.period_count, 'unit', o.period_unit, 'taken_at', g.settled_at,
          'subscription', g.subscription_id
        ) order by g.id
      )
      from billing.gifts as g
      cross join lateral billing.offer_of_gift(g) as o
      where g.taken_by = p_user_id
    ),
    'wrong_gift_links', (
      select to_jsonb(w) - '{user_id}'::text[] from billing.gift_guesses as w where w.user_id = p_user_id
    ),
    'throws', (
      select jsonb_agg(
        jsonb_build_object(
          'at', t.asked_at, 'status', t.status, 'value', t.value, 'prize', t.prize, 'amount', t.amount
        ) order by t.id
      )
      from billing.throws as t
      where t.user_id = p_user_id
    ),
    'subscription_names', (
      select jsonb_agg(jsonb_build_object('subscription', n.subscription_id, 'name', n.name) order by n.subscription_id)
      from billing.subscription_names as n
      join billing.subscriptions as s on s.id = n.subscription_id
      where s.user_id = p_user_id
    )
  );
end
$$;
comment on function billing.gifts_in_data(bigint) is
  'Returns the part of app.data_of about gifts that a user paid or took, his throws in the game, and the names of subscriptions. It names neither the other person of a gift nor any code.';
