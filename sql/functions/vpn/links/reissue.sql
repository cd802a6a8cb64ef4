-- For a leaked address or key: the address gets another token, and each access another uuid, so that what leaked works
-- nowhere. The old address ends with this transaction, the old keys when the panels confirm the new ones.
create or replace function vpn.reissue(
  p_subscription_id bigint,
  p_number integer,
  p_actor text,
  p_reason text default null
) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update vpn.subscription_addresses as s
  set token = vpn.new_token(), number = s.number + 1, issued_at = app.now()
  where s.subscription_id = p_subscription_id
    and s.number = p_number
    and (s.number = 1 or s.issued_at <= app.now() - interval '5 minutes');
  if not found then
    return case
      when exists (
        select from vpn.subscription_addresses as s where s.subscription_id = p_subscription_id and s.number = p_number
      ) then 'too_soon'
      else 'already_reissued'
    end;
  end if;

  -- Each device has to add the new address, and whoever had the old one holds no place any more.
  perform vpn.unbind_page_devices(p_subscription_id, null);
  perform vpn.replace_keys(array(select a.id from vpn.access as a where a.subscription_id = p_subscription_id));
  perform app.record(
    p_actor, 'subscription.address_reissued', 'subscription', p_subscription_id,
    jsonb_build_object('number', p_number), jsonb_build_object('number', p_number + 1), p_reason
  );
  return 'reissued';
end
$$;
comment on function vpn.reissue(bigint, integer, text, text) is
  'Replaces the address p_number of a subscription and all its keys, and unbinds its devices at the page. p_actor, p_reason: for the audit. Returns reissued, already_reissued (it has another number by now) or too_soon (the last one is less than five minutes old). The caller holds the user''s locks.';
