-- One call for everything that a checkout needs, because Telegram waits for the answer, and each further call is
-- another wait for a busy database. PL/pgSQL keeps the plans.
create or replace function api.pre_checkout(
  p_telegram_id bigint,
  p_order_token uuid,
  p_amount bigint,
  p_currency text
) returns table (outcome text, locale text, banned_for double precision)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
begin
  select u.id, u.locale into v_user_id, locale
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where i.telegram_id = p_telegram_id;
  outcome := case
    when app.held_because() is null then billing.pre_checkout(v_user_id, p_order_token, p_amount, p_currency)
    else 'switched_off'
  end;
  banned_for := outbox._banned_for();
  return next;
end
$$;
comment on function api.pre_checkout(bigint, uuid, bigint, text) is
  'See billing.pre_checkout. outcome: ok, expired, unknown (also without a token), mismatch or switched_off (also while the shop is held); locale for the text of the refusal, null for a stranger; banned_for: for how many seconds Telegram bans the bot, so that it must not answer yet; 0 if it does not.';
