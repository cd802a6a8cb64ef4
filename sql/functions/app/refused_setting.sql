-- Defines the valid values of settings. Otherwise the next reader would find a wrong value, perhaps a job at night.
create or replace function app.refused_setting(p_name text, p_value jsonb) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case k.kind
    when 'number' then format('a whole number from %s to %s', k.lowest, k.highest)
    when 'numbers' then 'a list of one to nine whole numbers above zero'
    when 'asset' then 'one of "USDT", "TON"'
    when 'currency' then 'a currency''s code of three capital letters, such as "RUB"'
    when 'dispute' then 'one of "when_opened", "when_lost", "never"'
    when 'reward' then 'one of "percent", "sum", "days"'
    when 'plan' then 'the code of a plan, such as "basic"'
    when 'zone' then 'an IANA time zone, such as "Europe/Moscow"'
    when 'texts' then 'texts by language, one of them "en", at most 2000 characters, or null'
    when 'languages' then 'a list of languages, each once: "en", "ru", "de", "kk", "uz", "ar", "tg", "fa"'
    when 'chat' then 'the id of a group, a whole number below zero, or null'
    when 'channels' then 'a list of at most ten channels, each with id (below zero), url (https://t.me/...) and title'
    when 'version' then 'a version of at most 16 letters, digits, dots and dashes, or null'
    when 'terms' then 'an address (https://) or a text of at most 3000 characters by language, one of them "en", or null'
    when 'amounts' then 'whole numbers above zero by currency, such as {"RUB": 6400}, or null'
    when 'address' then 'an address that begins with https://, mailto: or tg://, at most 200 characters, or null'
  end
  from (values
    ('currency', 'currency', null, null),
    ('trial_plan', 'plan', null, null),
    ('trial_hours', 'number', 1, 8760),
    ('referral_reward', 'reward', null, null),
    ('referral_sum', 'number', 1, 1000000000),
    ('referral_days', 'number', 1, 365),
    ('referral_hold_days', 'number', 0, 365),
    ('referral_second_percent', 'number', 0, 100),
    ('referral_trial_hours', 'number', 0, 8760),
    ('referral_welcome', 'number', 0, 1000000000),
    ('order_minutes', 'number', 1, 10080),
    ('grace_hours', 'number', 0, 8760),
    ('charge_attempts', 'number', 0, 15),
    ('charge_hold_hours', 'number', 1, 168),
    ('delivery_hours_new', 'number', 1, 8760),
    ('delivery_hours_renewal', 'number', 1, 8760),
    ('late_delivery_minutes', 'number', 1, 525600),
    ('subscriptions_per_user', 'number', 1, 100),
    ('gift_days', 'number', 1, 366),
    ('gift_attempts', 'number', 1, 1000),
    ('gift_attempts_of_all', 'number', 10, 1000000),
    ('game_days', 'number', 1, 366),
    ('support_url', 'address', null, null),
    ('contact_url', 'address', null, null),
    ('page_update_hours', 'number', 1, 168),
    ('timezone', 'zone', null, null),
    ('languages', 'languages', null, null),
    ('quiet_from', 'number', 0, 23),
    ('quiet_to', 'number', 0, 23),
    ('support_chat', 'chat', null, null),
    ('incident', 'texts', null, null),
    ('required_channels', 'channels', null, null),
    ('channel_check_minutes', 'number', 1, 1440),
    ('terms', 'terms', null, null),
    ('terms_version', 'version', null, null),
    ('ticket_reopen_hours', 'number', 1, 8760),
    ('keep_tickets_days', 'number', 30, 3650),
    ('keep_broadcasts_days', 'number', 30, 3650),
    ('topup_presets', 'numbers', null, null),
    ('lowest_price', 'amounts', null, null),
    ('vip_percent', 'number', 1, 99),
    ('promo_attempts', 'number', 1, 1000),
    ('promo_attempts_all', 'number', 1, 1000000),
    ('topup_min', 'number', 1, 1000000000),
    ('topup_max', 'number', 1, 1000000000),
    ('withdrawal_min', 'amounts', null, null),
    ('withdrawal_second_approver_above', 'amounts', null, null),
    ('withdrawal_business_days', 'number', 1, 30),
    ('payout_asset', 'asset', null, null),
    ('keep_job_runs_days', 'number', 1, 3650),
    ('keep_inbox_days', 'number', 1, 3650),
    -- Providers repeat for three days.
    ('keep_payment_events_days', 'number', 4, 3650),
    ('reconcile_hour', 'number', 0, 23),
    ('reconcile_days', 'number', 1, 31),
    ('dispute_ends_access', 'dispute', null, null),
    ('drift_percent', 'number', 0, 100),
    ('drift_most', 'number', 0, 1000000),
    ('keep_orders_days', 'number', 1, 3650),
    -- The customers' promises read the audit of periods that were bought years ahead, and a month of notices.
    ('keep_audit_days', 'number', 1095, 36500),
    ('keep_notices_days', 'number', 60, 3650)
  ) as k (name, kind, lowest, highest)
  where k.name = p_name
    and not coalesce(
      case k.kind
        when 'number' then
          case when p_value::text ~ '^\d{1,10}$' then p_value::text::bigint between k.lowest and k.highest end
        when 'numbers' then p_value::text ~ '^\[[1-9]\d{0,9}(, [1-9]\d{0,9}){0,8}\]$'
        when 'amounts' then
          p_value = 'null' or p_value::text ~ '^\{("[A-Z]{3}": [1-9]\d{0,11}(, "[A-Z]{3}": [1-9]\d{0,11})*)?\}$'
        when 'asset' then p_value #>> '{}' in ('USDT', 'TON')
        when 'currency' then p_value #>> '{}' ~ '^[A-Z]{3}$'
        when 'dispute' then p_value #>> '{}' in ('when_opened', 'when_lost', 'never')
        when 'reward' then p_value #>> '{}' in ('percent', 'sum', 'days')
        when 'texts' then
          p_value = 'null'
          or p_value ? 'en'
          and length(p_value::text) <= 2000
          and not p_value @? '$.* ? (@.type() != "string" || !(@ like_regex "[^\\s]"))'
        when 'languages' then
          p_value::text ~ '^\["(en|ru|de|kk|uz|ar|tg|fa)"(, "(en|ru|de|kk|uz|ar|tg|fa)")*\]$'
          and p_value::text !~ '("[a-z]+").*\1'
        when 'channels' then case jsonb_typeof(p_value) when 'array' then
          jsonb_array_length(p_value) <= 10
          and not exists (
            select
            from jsonb_array_elements(p_value) as c (channel)
            where (
                jsonb_typeof(c.channel -> 'id') = 'number'
                and c.channel ->> 'id' ~ '^-[1-9]\d{0,17}$'
                and c.channel ->> 'url' ~ '^https://t\.me/[!-~]{1,100}$'
                and length(btrim(c.channel ->> 'title')) between 1 and 64
              ) is not true
          )
        end
        when 'version' then p_value = 'null' or p_value #>> '{}' ~ '^[A-Za-z0-9.-]{1,16}$'
        when 'terms' then
          p_value = 'null'
          or p_value ? 'en'
          and not p_value @? '$.* ? (@.type() != "string" || !(@ like_regex "[^\\s]"))'
          and not exists (
            select from jsonb_each_text(case jsonb_typeof(p_value) when 'object' then p_value else '{}' end) as t
            where length(t.value) > 3000
          )
        when 'chat' then p_value = 'null' or p_value::text ~ '^-[1-9]\d{0,17}$'
        when 'address' then
          p_value = 'null' or p_value #>> '{}' ~ '^(https://|mailto:|tg://)[!-~]+$' and length(p_value #>> '{}') <= 200
        when 'zone' then p_value #>> '{}' ~ '^(UTC|Etc/GMT[+-]\d{1,2}|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$'
          and ('2000-01-01 00:00:00+00'::timestamptz at time zone (p_value #>> '{}')) is not null
        when 'plan' then p_value #>> '{}' ~ '^[a-z][a-z0-9_]{1,31}$'
      end,
      false
    )
$$;
comment on function app.refused_setting(text, jsonb) is
  'Returns null when a setting may have this value, else a description of its valid values. An unknown name accepts any value.';
