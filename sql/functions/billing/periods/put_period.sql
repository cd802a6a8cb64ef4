-- Computes the state of a subscription after a period was added to it, or of a new one that begins with it.
create or replace function billing.put_period(
  p_before billing.subscriptions,
  p_user_id bigint,
  p_plan_id bigint,
  p_kind text,
  p_span billing.span,
  p_price_id bigint,
  p_amount bigint,
  p_continues boolean default false,
  p_asked_at timestamptz default null
) returns billing.subscriptions
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint := p_before.id;
  -- What comes next was chosen after the order was opened, which would have said that it is dropped.
  v_chosen constant boolean := exists (
    select
    from app.audit as a
    where a.subject = 'subscription'
      and a.subject_id = p_before.id
      and a.action = 'subscription.change_scheduled'
      and a.at > p_asked_at
  );
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
    -- A gift to a user whose subscription has ended must not start charging.
    renewal_price_id = case
      when p_price_id is not null and not v_chosen then p_price_id
      when v_chosen or p_continues or billing.still_runs(p_before)
        then coalesce(s.told_price_id, s.renewal_price_id)
    end,
    announced_amount = case
      when p_amount is not null and not v_chosen then p_amount
      when s.told_price_id is null then s.announced_amount
      else s.told_amount
    end,
    told_price_id = null,
    told_amount = null,
    -- A purchase shows the price of its renewal; a gift does not.
    unannounced = p_kind <> 'paid',
    -- Whom a gift had left without renewal begins anew, too; billing.keep_terms corrects it for another gift.
    auto_renew = s.auto_renew or (p_kind = 'paid' and s.off_by_gift),
    off_by_gift = s.off_by_gift and p_kind <> 'paid',
    charge_from = null,
    -- Buying more does not undo a cancellation, but a purchase after the end starts anew. Which of the two it is was
    -- said when its order was opened, and money that is slow changes nothing of that. (A plan that is left for another
    -- one ends now, and has not expired.)
    cancelled_at = case
      when p_kind <> 'paid'
        or s.expires_at >= coalesce(p_asked_at, app.now())
        or s.cancelled_at > p_asked_at
        then s.cancelled_at
    end,
    anchor_at = p_span.anchor_at,
    anchor_number = p_span.anchor_number,
    period_number = p_span.number,
    ends_at = p_span.ends_at,
    expires_at = p_span.ends_at,
    renew_at = null
  where s.id = v_id;
  if p_kind = 'paid' then
    return billing.schedule(v_id);
  end if;
  return billing.schedule_as_before(p_before, v_id);
end
$$;
comment on function billing.put_period(billing.subscriptions, bigint, bigint, text, billing.span, bigint, bigint, boolean, timestamptz) is
  'Makes p_span the last period of a subscription (in its current state, locked; null: a new one of this user). p_kind, p_price_id: see billing.grant_period, the only caller; p_amount: the price that was asked, minor units; p_continues: it ran until the caller ended it in this transaction (billing.end_at), so it keeps its renewal; p_asked_at: when the order of a purchase was opened, UTC (null: now), which said whether a cancellation stands: what was decided since stands, too. Returns the new state.';
