-- Computes the state of a subscription after a period was added to it, or of a new one that begins with it.
create or replace function billing.put_period(
  p_before billing.subscriptions,
  p_user_id bigint,
  p_plan_id bigint,
  p_kind text,
  p_span billing.span,
  p_price_id bigint,
  p_amount bigint,
  p_continues boolean default false
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint := p_before.id;
begin
  if v_id is null then
    insert into billing.subscriptions as s (
      user_id, plan_id, status, source, price_id, renewal_price_id, announced_amount, anchor_at, anchor_number,
      period_number, ends_at, expires_at, created_at
    )
    values (
      p_user_id, p_plan_id, 'active', p_kind, p_price_id, p_price_id, p_amount, p_span.anchor_at,
      p_span.anchor_number, p_span.number, p_span.ends_at, p_span.ends_at, app.now()
    )
    returning s.id into v_id;
    return billing.schedule(v_id);
  end if;

  update billing.subscriptions as s
  set
    plan_id = p_plan_id,
    status = 'active',
    source = p_kind,
    price_id = coalesce(p_price_id, s.price_id),
    -- A gift to a user whose subscription has ended must not start charging. Time decides, because the job that sets
    -- the status may be late.
    renewal_price_id = coalesce(
      p_price_id, case
        when p_continues or s.status = 'active' and s.expires_at > app.now()
          then coalesce(s.told_price_id, s.renewal_price_id)
      end
    ),
    announced_amount = coalesce(
      p_amount, case when s.told_price_id is null then s.announced_amount else s.told_amount end
    ),
    told_price_id = null,
    told_amount = null,
    -- A purchase shows the price of its renewal; a gift does not.
    unannounced = p_kind <> 'paid',
    -- Whom a gift had left without renewal begins anew, too; billing.keep_terms corrects it for another gift.
    auto_renew = s.auto_renew or (p_kind = 'paid' and s.off_by_gift),
    off_by_gift = s.off_by_gift and p_kind <> 'paid',
    charge_from = null,
    -- Buying more does not undo a cancellation, but a purchase after the end starts anew. (A plan that is left for
    -- another one ends now, and has not expired.)
    cancelled_at = case when p_kind <> 'paid' or s.expires_at >= app.now() then s.cancelled_at end,
    anchor_at = p_span.anchor_at,
    anchor_number = p_span.anchor_number,
    period_number = p_span.number,
    ends_at = p_span.ends_at,
    expires_at = p_span.ends_at,
    renew_at = null
  where s.id = v_id;
  return billing.schedule(v_id);
end
$$;
comment on function billing.put_period(billing.subscriptions, bigint, bigint, text, billing.span, bigint, bigint, boolean) is
  'Makes p_span the last period of a subscription (in its current state, locked; null: a new one of this user). p_kind, p_price_id: see billing.grant_period, the only caller; p_amount: the price that was asked, minor units; p_continues: it ran until the caller ended it in this transaction (billing.end_at), so it keeps its renewal. Returns the new state.';
