-- Those that nobody has taken can be sent or given back, so that all of them are there.
create or replace function api.gifts(p_telegram_id bigint, p_gift_id bigint default null) returns table (
  gift_id bigint,
  order_token uuid,
  status text,
  plan_title text,
  period_count integer,
  period_unit text,
  amount bigint,
  currency text,
  created_at timestamptz,
  expires_at timestamptz,
  settled_at timestamptz
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    g.id, o.token, g.status, billing.in_language(f.title, u.locale), f.period_count, f.period_unit, g.amount,
    g.currency::text, g.created_at, g.expires_at, g.settled_at
  from app.users as u
  join billing.gifts as g on g.payer_id = u.id
  join billing.orders as o on o.id = g.order_id
  cross join lateral billing.offer_of_gift(g) as f
  where u.id = app.user_of(p_telegram_id)
    and case
      when p_gift_id is not null then g.id = p_gift_id
      else g.status = 'unused' or g.id in (
        select d.id from billing.gifts as d where d.payer_id = u.id and d.status <> 'unused' order by d.id desc limit 20
      )
    end
  order by g.id desc
$$;
comment on function api.gifts(bigint, bigint) is
  'Returns the gifts that a user paid and nobody has taken, and the last twenty others, newest first; or the one with the id p_gift_id, if he paid it. status: unused, redeemed or returned, what was paid in minor units, until when an unused one can be taken, and when the others were settled, UTC; order_token: of the order that paid it. Raises TK010 for an unknown user.';
