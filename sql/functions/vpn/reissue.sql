-- For a leaked address or key: the address gets another token, and each access another uuid, so that what leaked works
-- nowhere. The old address ends with this transaction, the old keys when the panels confirm the new ones.
create or replace function vpn.reissue(p_subscription_id bigint, p_number integer, p_actor text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the generation is not needed)
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

  update vpn.access as a
  set uuid = gen_random_uuid(), former = a.former || a.uuid, link = null, links = default, subscription_url = null
  where a.subscription_id = p_subscription_id and a.state <> 'leaving';
  perform vpn.desire(d.subscription_id, d.present, d.expires_at)
  from vpn.desired as d
  where d.subscription_id = p_subscription_id;
  perform app.record(
    p_actor, 'subscription.address_reissued', 'subscription', p_subscription_id,
    jsonb_build_object('number', p_number), jsonb_build_object('number', p_number + 1)
  );
  return 'reissued';
end
$$;
comment on function vpn.reissue(bigint, integer, text) is
  'Replaces the address p_number of a subscription and all its keys. Returns reissued, already_reissued (it has another number by now) or too_soon (the last one is less than five minutes old). The caller holds the user''s locks.';
