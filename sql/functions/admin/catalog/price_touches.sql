create or replace function admin.price_touches(
  p_telegram_id bigint, p_plan text, p_count integer, p_unit text, p_amount bigint,
  p_from timestamptz, p_currency text, p_keep_old boolean
)
returns table (
  old_amount bigint, currency text, subscribers bigint, renewing bigint, keeping bigint, next_charges bigint,
  next_charge timestamptz, paid_before bigint, paid_after bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'catalog');
  return query
  select
    t.old_amount, t.currency, t.subscribers, t.renewing, t.keeping, t.next_charges, t.next_charge, t.paid_before,
    t.paid_after
  from ops.price_touches(p_plan, p_count, p_unit, p_amount, p_from, p_currency, p_keep_old) as t;
end
$$;
comment on function admin.price_touches(bigint, text, integer, text, bigint, timestamptz, text, boolean) is
  'Returns whom a price would concern, see ops.price_touches. Raises TK070 without the permission catalog.';
