-- Telegram charges a Star subscription at the second when its month ends; the update that reports it may be late.
-- Until it comes, no other method is charged for the same renewal, and nobody is told that money is missing. While no
-- bot takes updates in, the shop cannot know, so it waits on; and an hour longer after one has started, because
-- updates that waited come then.
create or replace function billing.expected_charge(
  p_subscription billing.subscriptions, out method_id bigint, out until timestamptz, out amount bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_heard constant timestamptz := coalesce(outbox.heard_since(), app.now());
begin
  if not billing.goes_on(p_subscription) then
    return;
  end if;
  select m.id, w.until, i.credited_amount into method_id, until, amount
  from billing.payment_methods as m
  join billing.invoices as i on i.id = m.invoice_id
  cross join lateral (
    select greatest(m.paid_until + interval '6 hours', least(v_heard, app.now()) + interval '1 hour') as until
  ) as w
  where m.user_id = p_subscription.user_id
    and m.kind = 'subscription'
    and num_nulls(m.removed_at, m.failed_at, m.stopped_at) = 3
    and w.until > app.now()
    and m.paid_until > app.now() - interval '72 hours'
    and m.paid_until < p_subscription.ends_at + interval '1 day'
    and (billing.renewed_by(m.invoice_id)).id = p_subscription.id
  order by m.paid_until desc
  limit 1;
end
$$;
comment on function billing.expected_charge(billing.subscriptions) is
  'Returns the provider''s own subscription that will be charged in time for the next period of p_subscription, until when (UTC) the shop waits for that, and what it brings (minor units of the price); nulls for none.';
