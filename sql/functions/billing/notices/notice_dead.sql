-- A user who refused the notice of a higher price is charged no more than he was told before. If the notice named no
-- more than that, he is charged like anybody who cannot be told. If many seem to refuse at once, and nobody is marked,
-- the refusal says nothing about him, and the price is announced anew.
create or replace function billing.notice_dead(p_lane text, p_payload jsonb, p_reason text, p_error text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription billing.subscriptions;
  v_refused boolean;
begin
  select s.* into v_subscription
  from billing.subscriptions as s
  where s.id = (p_payload ->> 'subscription_id')::bigint
  for no key update;
  perform app.notice_dead(p_lane, jsonb_build_object('user_id', v_subscription.user_id), p_reason, p_error);
  v_refused := p_reason = 'gone' and exists (
    select
    from app.telegram_identities as i
    where i.user_id = v_subscription.user_id and i.unreachable_since is not null
  );
  if not v_refused and p_reason <> 'revived' then
    return;
  end if;

  update billing.notices as n
  set dropped = case when v_refused then 'unreachable' end
  where n.subscription_id = v_subscription.id
    and n.period_number = (p_payload ->> 'period_number')::integer
    and n.kind = p_payload ->> 'notice'
    and n.amount = coalesce((p_payload ->> 'amount')::bigint, 0)
    and n.sent_at is null
    and coalesce(n.dropped, 'unreachable') = 'unreachable';
  update billing.subscriptions as s
  set
    charge_from = case
      when not v_refused then coalesce(s.charge_from, s.renew_at)
      when p_payload ->> 'notice' = 'announced' then s.charge_from
    end,
    told_price_id = case when not v_refused or p_payload ->> 'notice' <> 'announced' then s.told_price_id end,
    told_amount = case when not v_refused or p_payload ->> 'notice' <> 'announced' then s.told_amount end
  where s.id = v_subscription.id
    and s.told_price_id is not null
    and s.period_number = (p_payload ->> 'period_number')::integer
    and s.announced_amount = (p_payload ->> 'amount')::bigint
    and p_payload ->> 'notice' in ('announced', 'price_risen');
end
$$;
comment on function billing.notice_dead(text, jsonb, text, text) is
  'Dead hook of billing.notice. Reason gone (the bot is blocked or the chat is deleted) marks the user, see app.notice_dead, and takes back that he was told; reason revived (the error was not about him) undoes that. Other reasons change nothing.';
