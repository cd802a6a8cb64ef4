-- What is known is shown at once; when a panel's answer comes, the screen is drawn again.
create or replace function api.ask_devices(p_telegram_id bigint, p_subscription_id bigint default null)
returns table (outcome text, bound integer, device_limit integer, read_at timestamptz, is_reading boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
declare
  v_subscription constant bigint := (billing.shown_subscription(app.user_of(p_telegram_id), p_subscription_id)).id;
  v_access_ids constant bigint[] := vpn.device_accesses(v_subscription);
  v_at_page constant bigint := (select count(*) from vpn.page_devices as d where d.subscription_id = v_subscription);
begin
  perform vpn.ask_devices(v_access_ids);
  return query
  select
    case
      when v_at_page > 0 then 'ok'
      when v_access_ids = '{}' then 'not_listed'
      when bool_and(l.error is not null) then 'failed'
      else 'ok'
    end,
    greatest(
      max((select count(*) from vpn.devices as d where d.access_id = l.access_id and not vpn.is_unbinding(d))), v_at_page
    )::integer,
    (select e.device_limit from vpn.desired as e where e.subscription_id = v_subscription),
    coalesce(min(l.read_at), case when v_at_page > 0 then app.now() end),
    coalesce(bool_or(l.asked_at > l.read_at is not false and l.asked_at > app.now() - interval '1 minute'), false)
  from vpn.device_lists as l
  where l.access_id = any (v_access_ids);
end
$$;
comment on function api.ask_devices(bigint, bigint) is
  'Has the devices of a subscription read (billing.shown_subscription), unless they were within the last minute. outcome: ok; not_listed: no panel of it can list them and its page has seen none, and nothing is asked; failed: no panel did. bound: how many are known, at the page or at the panel with the most; device_limit: null for none; read_at: since when all of that is known, UTC, null for never; is_reading: the answer is awaited. Raises TK010 for an unknown user.';
