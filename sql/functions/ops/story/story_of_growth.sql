create or replace function ops.story_of_growth(p_user_id bigint) returns setof ops.story_line
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    o.came_at, 'came',
    concat_ws(', ', 'brought by customer ' || o.referrer_id, 'campaign ' || o.campaign),
    null::bigint, null::text, 'user ' || o.user_id
  from billing.origins as o
  where o.user_id = p_user_id and num_nonnulls(o.referrer_id, o.campaign) > 0
  union all
  select
    r.created_at, 'reward',
    concat_ws(
      ', ',
      case r.level when 0 then 'welcome bonus' else format('customer %s paid', r.payer_id) end,
      case r.kind when 'days' then format('%s days', r.days) when 'percent' then format('%s %%', r.percent) end,
      'released ' || nullif(r.released, 0),
      'taken back ' || nullif(r.taken_back + r.cancelled, 0)
    ),
    nullif(r.amount, 0), r.currency::text, 'payment ' || r.payment_id
  from billing.referral_rewards as r
  where r.user_id = p_user_id
  union all
  select
    coalesce(u.redeemed_at, u.reserved_at), 'promo code', format('%s, %s', c.code, u.state), null, null,
    coalesce('order ' || u.order_id, 'use ' || u.id)
  from billing.promo_uses as u
  join billing.promo_codes as c on c.id = u.code_id
  where u.user_id = p_user_id
  union all
  select
    g.created_at, case when g.payer_id = p_user_id then 'gift paid' else 'gift taken' end,
    concat_ws(', ', g.status, g.return_reason), g.amount, g.currency::text, 'gift ' || g.id
  from billing.gifts as g
  where g.id in (
    select p.id from billing.gifts as p where p.payer_id = p_user_id
    union
    select t.id from billing.gifts as t where t.taken_by = p_user_id
  )
  union all
  select
    w.requested_at, 'withdrawal', concat_ws(', ', w.way, w.status, w.reason), w.amount, w.currency::text,
    'withdrawal ' || w.id
  from billing.withdrawals as w
  where w.user_id = p_user_id
  union all
  select
    t.asked_at, 'dice thrown', concat_ws(', ', t.status, concat_ws(' ', t.amount, t.prize), t.error), null, null,
    'throw ' || t.id
  from billing.throws as t
  where t.user_id = p_user_id;
end
$$;
comment on function ops.story_of_growth(bigint) is
  'Part of ops.explain: by whom or what a customer came, rewards, promo codes, gifts that he paid or took, withdrawals and throws, each once, as it stands now.';
