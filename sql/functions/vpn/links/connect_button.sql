create or replace function vpn.connect_button(p_subscription_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_array(jsonb_build_array(jsonb_build_object(
    'text', 'button-connect', 'data', billing.button_for(p_subscription_id, 'go:access')
  )));
end
$$;
comment on function vpn.connect_button(bigint) is 'Returns the buttons of a notice that leads to Connect.';
