-- The bot says only which charge it has read about. The stored update, which handlers cannot write, says who paid, how
-- much and for what. So no handler can invent money.
--
-- The bot answers every payment that it reports with a screen, so no notice is sent, unless it turns out that the bot
-- could not (inbox._notify_payers).
create or replace function api.book_payment(p_provider text, p_external_id text) returns table (
  outcome text,
  amount bigint,
  currency text,
  balance bigint,
  fulfilled_plan_title text,
  fulfilled_ends_at timestamptz,
  renewed boolean,
  told boolean
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event inbox.money_events;
  v_booked record;
begin
  select e.* into v_event
  from inbox.money_events as e
  where e.provider = p_provider
    and e.external_id = p_external_id
    and e.kind = 'payment'
    and num_nonnulls(e.amount, e.currency) = 2
  order by e.closed_at is not null, e.id
  limit 1;
  if not found then
    -- The update is deleted by now; what was booked is not.
    select p.provider, p.external_id, p.amount, p.currency::text, i.telegram_id
    into v_event.provider, v_event.external_id, v_event.amount, v_event.currency, v_event.telegram_id
    from billing.payments as p
    left join app.telegram_identities as i on i.user_id = p.user_id
    where p.provider = p_provider and p.external_id = p_external_id;
    if not found then
      return;
    end if;
  end if;

  select b.* into v_booked from inbox._book_event(v_event, true) as b;
  outcome := v_booked.outcome;
  amount := v_booked.amount;
  currency := v_booked.currency;
  balance := v_booked.balance;
  fulfilled_plan_title := (
    select billing.in_language(v_booked.fulfilled_plan_title, u.locale) from app.users as u where u.id = v_booked.user_id
  );
  fulfilled_ends_at := v_booked.fulfilled_ends_at;
  renewed := v_booked.renewed;
  told := outcome = 'repeated' and exists (
    select
    from inbox.money_events as e
    where e.provider = p_provider and e.external_id = p_external_id and e.kind = 'payment' and e.told_at is not null
  );
  return next;
end
$$;
comment on function api.book_payment(text, text) is
  'Takes a provider and its id of a charge that a stored update reports, and books it; no row if no update reports it clearly enough. outcome: credited, repeated, credited_without_order or suspense, see billing.receive_payment; amounts in minor units; balance: null while the money is in suspense; fulfilled_plan_title and fulfilled_ends_at (UTC) if an order waited for the money and was bought, renewed if a renewal was paid; told: the payer has been told already.';
