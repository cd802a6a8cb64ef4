-- Many cards do not become invalid in one day. With the keys of another account, a provider knows none of the cards
-- and says so of each. So beyond the brake a method stays, and is charged again later; and so do those that were given
-- up for the same reason just before. Their rows are skipped if somebody else has them: he does the same.
create or replace function billing.keep_dropped(p_provider text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since constant timestamptz := app.now() - (select b.span from app.brakes as b where b.name = 'drop_methods');
begin
  with dropped as (
    select m.id
    from billing.payment_methods as m
    where m.provider = p_provider
      and m.kind = 'saved'
      and m.failed_at > v_since
      and m.error = p_error
      and m.removed_at is null
    order by m.id
    for no key update skip locked
  ),
  kept as (
    update billing.payment_methods as m
    set failed_at = null, error = null
    from dropped as d
    where m.id = d.id
    returning m.id
  )
  update billing.invoices as i
  set decline = 'retry'
  from kept as k
  where i.method_id = k.id and i.decline = 'drop' and i.closed_at > v_since;
end
$$;
comment on function billing.keep_dropped(text, text) is
  'Takes back that saved methods of a provider were given up for this reason within the span of the brake drop_methods: they are charged again later.';
