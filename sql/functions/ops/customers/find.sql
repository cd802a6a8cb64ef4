-- The entry point from whatever somebody has at hand. It returns ids only: names are personal data, and all other
-- functions for operators take ids.
create or replace function ops.find(p_text text)
returns table (kind text, id bigint, user_id bigint, found_by text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (columns of the result have names of columns)
declare
  v_text constant text := btrim(p_text);
  v_name constant text := lower(regexp_replace(v_text, '^(@|(https?://)?t\.me/)', ''));
  v_number constant bigint := substring(v_text from '^#?(\d{1,18})$')::bigint;
begin
  return query
  select 'customer', u.id, u.id, 'number' from app.users as u where u.id = v_number
  union all
  select 'customer', i.user_id, i.user_id, 'telegram_id'
  from app.telegram_identities as i
  where i.telegram_id = v_number
  union all
  select 'customer', n.user_id, n.user_id, n.found_by
  from (
    select i.user_id, case when lower(i.username) = v_name then 'username' else 'name' end as found_by
    from app.telegram_identities as i
    where v_number is null and length(v_name) >= 2
      and (strpos(lower(i.username), v_name) > 0 or strpos(lower(i.first_name), v_name) > 0)
    order by lower(i.username) is distinct from v_name, i.user_id desc
    limit 30
  ) as n
  union all
  select 'payment', p.id, coalesce(p.user_id, s.user_id), case when p.id = v_number then 'number' else 'charge' end
  from billing.payments as p
  left join billing.suspense as s on s.payment_id = p.id
  where p.id = v_number
    or (p.provider, p.external_id) in (select distinct v.name, v_text from billing.providers as v)
  union all
  select 'order', o.id, o.user_id, 'number' from billing.orders as o where o.id = v_number;
end
$$;
comment on function ops.find(text) is
  'Finds customers, payments and orders by what somebody has at hand: the number of a customer, payment or order, a Telegram id, @username or a link to it, part of a name (two letters at least, 30 at most are found), or a provider''s id of a charge. kind: customer, payment or order; id: of that; user_id: whose it is, null where nobody knows; found_by: number, telegram_id, username, name or charge.';
