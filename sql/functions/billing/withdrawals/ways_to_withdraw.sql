-- A way that needs requisites is offered only if some listener can open what the bot seals: a shop without keys fails
-- closed.
create or replace function billing.ways_to_withdraw(p_currency text, p_key_id text)
returns setof billing.withdrawal_ways
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select y.*
  from billing.withdrawal_ways as y
  left join billing.providers as p on p.name = y.provider
  where y.enabled
    and (y.currency is null or y.currency = p_currency)
    and case
      when y.provider is null then exists (select from billing.requisites_keys as k where k.key_id = p_key_id)
      else p.declared_at is not null and 'payout' = any (p.can)
    end
  order by y.position;
end
$$;
comment on function billing.ways_to_withdraw(text, text) is
  'Returns the ways in which a withdrawal in this currency can reach people. p_key_id: of the key with which the bot seals requisites, null for none.';
