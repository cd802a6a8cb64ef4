create or replace function api.pre_checkout(
  p_telegram_id bigint,
  p_order_token uuid,
  p_amount bigint,
  p_currency text
) returns table (outcome text, locale text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    case
      when app.held_because() is null then billing.pre_checkout(u.id, p_order_token, p_amount, p_currency)
      else 'switched_off'
    end,
    u.locale
  from (values (p_telegram_id)) as k (telegram_id)
  left join app.telegram_identities as i on i.telegram_id = k.telegram_id
  left join app.users as u on u.id = i.user_id
$$;
comment on function api.pre_checkout(bigint, uuid, bigint, text) is
  'See billing.pre_checkout. outcome: ok, expired, unknown (also without a token), mismatch or switched_off (also while the shop is held); locale for the refusal''s words, null for a stranger.';
