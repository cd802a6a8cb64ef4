create or replace function admin.promo_list(
  p_telegram_id bigint, p_usable boolean, p_order text, p_offset integer, p_count integer
)
returns table (
  id bigint,
  name text,
  codes bigint,
  kind text,
  percent integer,
  amount bigint,
  currency text,
  days integer,
  hours integer,
  uses bigint,
  lines bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo');
  return query
  with listed as (
    select
      max(c.id) as id, coalesce(c.batch, min(c.code)) as name, count(*) as codes, min(c.kind) as kind,
      min(c.percent) as percent, min(c.amount) as amount, min(c.currency::text) as currency, min(c.days) as days,
      min(c.hours) as hours, sum(c.uses)::bigint as uses
    from billing.promo_codes as c
    group by c.batch, case when c.batch is null then c.id end
    having bool_or(
      c.retired_at is null and coalesce(upper(c.valid) > app.now(), true) and c.uses < coalesce(c.max_uses, 2147483647)
    ) is not distinct from p_usable
  )

  select
    l.id, l.name, l.codes, l.kind, l.percent, l.amount, l.currency, l.days, l.hours, l.uses, count(*) over ()
  from listed as l
  order by case when p_order = 'used' then l.uses end desc nulls last, l.id desc
  limit p_count
  offset p_offset;
end
$$;
comment on function admin.promo_list(bigint, boolean, text, integer, integer) is
  'Promo codes, those that were made together as one line: id (of one of them), name (the code, or the prefix of a batch), how many codes, what they give (billing.promo_codes; minor units), how often they are used or reserved. p_usable: those that can be used now or later, or else the others. p_order: used (the most used first) or new. p_count lines after p_offset; lines: how many there are. Raises TK070 without the permission promo.';
