create or replace function ops.retire_plan(p_code text, p_keep_renewing boolean) returns jsonb
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  with retired as (
    update billing.plans as p
    set active = false, renewable = p_keep_renewing
    where p.code = p_code
    returning p.id
  )
  select jsonb_build_object(
    'outcome', case when count(r.id) > 0 then 'retired' else 'no_such_plan' end,
    'subscribers', count(s.id)
  )
  from retired as r
  left join billing.subscriptions as s on s.plan_id = r.id and s.status = 'active'
$$;
comment on function ops.retire_plan(text, boolean) is
  'Stops selling a plan (its code) to new users. p_keep_renewing: whether those who have it can keep renewing it; if not, it ends with their period, and they are told three days before. outcome: retired or no_such_plan; subscribers: how many have it.';
