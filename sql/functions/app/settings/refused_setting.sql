-- Defines the valid values of settings, by the kinds of app.setting_kinds(). Otherwise the next reader would find a
-- wrong value, perhaps a job at night.
create or replace function app.refused_setting(p_name text, p_value jsonb) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case k.kind
    when 'number' then format('a whole number from %s to %s', k.lowest, k.highest)
    when 'amount_lists' then
      'lists of one to nine whole numbers above zero by currency, such as {"RUB": [25000, 75000]}, or null'
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
  from app.setting_kinds() as k
  where k.name = p_name
    and not coalesce(
      case k.kind
        when 'number' then
          case when p_value::text ~ '^\d{1,10}$' then p_value::text::bigint between k.lowest and k.highest end
        when 'amount_lists' then
          p_value = 'null'
          or jsonb_typeof(p_value) = 'object'
          and not exists (
            select
            from jsonb_each(p_value) as l
            where l.key !~ '^[A-Z]{3}$' or l.value::text !~ '^\[[1-9]\d{0,9}(, [1-9]\d{0,9}){0,8}\]$'
          )
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
