create or replace function billing.button_for(p_subscription_id bigint, p_data text) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return p_data || case
    when exists (
      select
      from billing.subscriptions as s
      join billing.subscriptions as o on o.user_id = s.user_id and o.id <> s.id
      where s.id = p_subscription_id
    ) then ':' || p_subscription_id
    else ''
  end;
end
$$;
comment on function billing.button_for(bigint, text) is
  'Returns the callback data of a notice''s button (see bot/callbacks.py) about a subscription; it names the subscription if its user has others.';
