-- A personal price, which is found by its reason; the notice says what it is when it is composed. Whoever is offered
-- more already keeps that: the best one counts (billing.prices_for).
--
-- In PL/pgSQL, which keeps the plan: an SQL function was planned again for each slice of a batch.
create or replace function billing.give_offers(p_told billing.planned_notice[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  perform set_config('tickover.by_rule', '1', true);
  insert into billing.personal_prices (user_id, kind, percent, valid, reason)
  select
    t.user_id, 'offer', r.offer_percent, tstzrange(app.now(), app.now() + r.offer_for), format('notice:%s', r.name)
  from (select distinct n.user_id, n.rule from unnest(p_told) as n) as t
  join billing.notice_rules as r on r.name = t.rule and r.enabled and r.offer_percent is not null
  left join app.notice_preferences as f on f.user_id = t.user_id
  where coalesce(f.tips, true);
  perform set_config('tickover.by_rule', '', true);
end
$$;
comment on function billing.give_offers(billing.planned_notice[]) is
  'Takes notices that are being sent (user_id, rule). Gives their users what the rules offer, from now on, unless they take no tips.';
