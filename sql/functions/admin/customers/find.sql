create or replace function admin.find(p_telegram_id bigint, p_text text) returns table (
  kind text,
  id bigint,
  user_id bigint,
  found_by text,
  telegram_id bigint,
  username text,
  first_name text,
  amount bigint,
  currency text,
  provider text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select f.kind, f.id, f.user_id, f.found_by, i.telegram_id, i.username, i.first_name, p.amount, p.currency::text, p.provider
  from ops.find(p_text) as f
  left join app.telegram_identities as i on i.user_id = f.user_id
  left join billing.payments as p on f.kind = 'payment' and p.id = f.id;
end
$$;
comment on function admin.find(bigint, text) is
  'Returns what ops.find finds, with the names of the people; amount (minor units) of payments. Raises TK070 without the permission customers.';
