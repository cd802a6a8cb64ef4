create or replace function api.subscription_address(p_telegram_id bigint, p_subscription_id bigint default null)
returns table (outcome text, token text, number integer, servers integer, ready integer)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_subscription constant bigint := (billing.shown_subscription(app.user_of(p_telegram_id), p_subscription_id)).id;
begin
  if v_subscription is not null then
    insert into vpn.subscription_addresses (subscription_id, token, issued_at)
    values (v_subscription, vpn.new_token(), app.now())
    on conflict do nothing;
  end if;
  return query
  select
    case when a.token is null then 'none' else 'ok' end, a.token, a.number,
    (select count(*) from vpn.access as s where s.subscription_id = v_subscription and s.state = 'serving')::integer,
    (
      select count(*)
      from vpn.access as s
      where s.subscription_id = v_subscription and s.state = 'serving' and s.link is not null
    )::integer
  from (values (true)) as one (row)
  left join vpn.subscription_addresses as a on a.subscription_id = v_subscription;
end
$$;
comment on function api.subscription_address(bigint, bigint) is
  'Returns the token of a subscription''s address (billing.shown_subscription), which it makes at the first call, and its number for api.reissue_address. outcome: ok or none; servers: at how many panels it is to be; ready: how many of them have given a link. Raises TK010 for an unknown user.';
