-- What no panel has told is unknown: some do not tell, and others are read once an hour. A period that continues
-- another one is not a beginning.
create or replace function billing.never_connected(p_subscription_id bigint, p_period_number integer) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select
      case
        when exists (
          select
          from billing.periods as p
          join billing.periods as b on b.subscription_id = p.subscription_id and b.number = p.number - 1
          where p.subscription_id = p_subscription_id
            and p.number = p_period_number
            and coalesce(b.closed_at, b.ends_at) >= p.starts_at
        )
          then false
        else
          bool_and(u.connected_at is null and u.online_at is null and coalesce(u.used_bytes, 0) = 0)
            filter (where u.access_id is not null)
      end
    from vpn.access as a
    left join vpn.usage as u on u.access_id = a.id
    where a.subscription_id = p_subscription_id
  );
end
$$;
comment on function billing.never_connected(bigint, integer) is
  'Whether nobody has ever connected with a subscription whose period p_period_number began anew, as its panels said last; null while they have said nothing.';
