-- An offer is a personal price, which is found by its reason; the notice looks up its value when it is composed. A
-- user who has a better offer already keeps it: the best one counts (billing.prices_for).
--
-- In PL/pgSQL, which keeps the plan: an SQL function was planned again for each slice of a batch.
create or replace function billing.give_offers(p_rule text, p_user_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
  v_rule billing.notice_rules;
  v_valid tstzrange;
  v_reason constant text := format('notice:%s', p_rule);
begin
  select r.* into v_rule from billing.notice_rules as r where r.name = p_rule and r.enabled;
  if v_rule.offer_percent is null then
    return;
  end if;
  v_valid := tstzrange(app.now(), app.now() + v_rule.offer_for);
  perform set_config('tickover.by_rule', '1', true);
  insert into billing.personal_prices (user_id, kind, percent, valid, reason)
  select u.id, 'offer', v_rule.offer_percent, v_valid, v_reason
  from (select distinct n.id from unnest(p_user_ids) as n (id)) as u
  left join app.notice_preferences as f on f.user_id = u.id
  where coalesce(f.tips, true);
  perform set_config('tickover.by_rule', '', true);
end
$$;
comment on function billing.give_offers(text, bigint[]) is
  'Gives these users what a rule of billing.notice_rules offers, from now on, unless they take no tips. Nothing for a rule that is off, or offers nothing.';
