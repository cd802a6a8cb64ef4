create or replace function billing.move_method(p_user_id bigint, p_method_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.lock_user(p_user_id);
  -- Renumber first, so that no two methods share a position.
  with places as (
    select m.id, row_number() over (order by m.position, m.id) as place
    from billing.payment_methods as m
    where m.user_id = p_user_id and m.removed_at is null
  ),
  moved as (
    select
      p.id,
      case when p.id = p_method_id then p.place - 1 when n.place = p.place + 1 then p.place + 1 else p.place end
        as place
    from places as p
    left join places as n on n.id = p_method_id
    where n.place > 1
  )
  update billing.payment_methods as m
  set position = d.place
  from moved as d
  where m.id = d.id and m.position <> d.place;
end
$$;
comment on function billing.move_method(bigint, bigint) is
  'Moves a payment method of this user one position forward, so that it is tried earlier; does nothing for the first one, or for a method of somebody else.';
