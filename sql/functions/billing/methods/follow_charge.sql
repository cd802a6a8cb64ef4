-- Follows what a provider says of a charge that has not brought money. While the provider does not know, neither does
-- the shop. A decline says what may follow, and renewal looks again at once. So it does when a charge that was given up
-- was declined, or when its provider has none ten minutes later, when no message of it can be on its way any more: its
-- payer may have changed his mind. A method that is never to be charged again is given up within the brake
-- drop_methods; beyond it the fault is ours, see billing.keep_dropped.
create or replace function billing.follow_charge(p_invoice billing.invoices, p_report billing.payment_report)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_declined constant boolean := p_report.status in ('canceled', 'expired');
  v_stopped constant boolean := p_invoice.status = 'over' and p_invoice.expires_at > app.now();
  v_unsent constant boolean := v_stopped
    and p_report.status = 'unknown'
    and p_invoice.closed_at <= app.now() - interval '10 minutes';
  v_over constant boolean := v_declined or v_unsent or p_invoice.expires_at <= app.now();
  v_error constant text := coalesce(p_report.decline_code, p_report.status);
  v_decline text := case when v_declined then coalesce(p_report.decline, 'end') end;
  v_invoice billing.invoices;
begin
  perform billing.lock_user(p_invoice.user_id);
  if v_decline = 'drop'
    and (p_invoice.status in ('creating', 'open') or v_stopped and p_invoice.decline is null)
    and not app.within_brake('drop_methods', 1)
  then
    v_decline := 'retry';
    perform billing.keep_dropped(p_invoice.provider, v_error);
  end if;
  update billing.invoices as i
  set
    status = told.status,
    closed_at = case when told.status = 'over' then coalesce(i.closed_at, app.now()) end,
    external_id = coalesce(i.external_id, p_report.external_id),
    url = coalesce(p_report.page, i.url),
    decline = coalesce(v_decline, i.decline),
    error = case when v_declined then v_error else i.error end,
    fetch_at = case when not (v_declined or v_unsent) or told.status = 'open' then billing.next_fetch(i) end,
    unsent = v_unsent
  from (
    select case
      when not v_over then p_invoice.status
      when p_invoice.status = 'creating'
        and v_declined
        and num_nonnulls(p_report.page, coalesce(p_invoice.external_id, p_report.external_id)) = 2 then 'open'
      else 'over'
    end as status
  ) as told
  where i.id = p_invoice.id
    and i.status = p_invoice.status
    and (i.status in ('creating', 'open') or v_stopped and v_over and i.decline is null and not i.unsent)
  returning i.* into v_invoice;
  if not found or not v_over then
    return;
  end if;

  update billing.payment_methods as m
  set failed_at = app.now(), error = v_invoice.error
  where m.id = v_invoice.method_id and v_invoice.decline = 'drop' and m.failed_at is null;
  if v_invoice.error = 'forbidden' then
    perform billing.note_forbidden(v_invoice.provider);
  end if;
  perform app.record(
    format('provider:%s', v_invoice.provider), 'charge.ended', 'subscription', v_invoice.subscription_id, null,
    jsonb_build_object('invoice_id', v_invoice.id, 'decline', v_invoice.decline, 'error', v_invoice.error)
  );
  perform billing.look_again(v_invoice.subscription_id);
end
$$;
comment on function billing.follow_charge(billing.invoices, billing.payment_report) is
  'Takes a charge and what its provider says of it, unless it is paid. Takes the user''s locks.';
