create or replace function billing.opened_gift(p_user_id bigint) returns billing.gifts
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select g
    from app.start_links as l
    join billing.gift_codes as c on c.code_hash = l.code
    join billing.gifts as g on g.id = c.gift_id
    where l.user_id = p_user_id and l.kind = 'gift'
  );
end
$$;
comment on function billing.opened_gift(bigint) is
  'Returns the gift whose link a user opened last, whatever has become of it; null for none, see billing.open_gift_link.';
