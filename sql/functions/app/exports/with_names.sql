-- Rows wait for Telegram up to a day. Names on Telegram are looked up when rows are sent, so a person who is erased
-- meanwhile is named neither in the rows nor in the file. Everything that is only passed on stays as it is: json.
create or replace function app.with_names(p_rows json) returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select json_agg(row_to_json(q) order by q.user_id, q.currency)
  from (
    select
      r.user_id, i.telegram_id, i.username, i.first_name, r.came_at, r.language, r.referrer_id, r.campaign, r.trial_at,
      r.first_paid_at, r.last_paid_at, r.payments, r.paid_amount, r.kept_amount, r.currency, r.balance,
      r.subscriptions, r.ends_at, r.left_at
    from json_to_recordset(p_rows) as r (
      user_id bigint, came_at json, language json, referrer_id json, campaign json, trial_at json, first_paid_at json,
      last_paid_at json, payments json, paid_amount json, kept_amount json, currency text, balance json,
      subscriptions json, ends_at json, left_at json
    )
    left join app.telegram_identities as i on i.user_id = r.user_id
  ) as q
$$;
comment on function app.with_names(json) is
  'Takes rows about customers, as app.export_query gives them. Returns them in their order with telegram_id, username and first_name as of now; null for people who were erased.';
