-- A user who has had only one subscription does not see its number. A name that he gave it stands before the plan.
create or replace function billing.title_of(p_subscription_id bigint, p_plan_title jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text;
  v_count bigint;
  v_number bigint;
begin
  -- Operators read histories, but not what people call those close to them.
  if has_column_privilege('billing.subscription_names', 'name', 'select') then
    select n.name into v_name from billing.subscription_names as n where n.subscription_id = p_subscription_id;
  end if;
  select count(*), count(*) filter (where o.id <= s.id) into v_count, v_number
  from billing.subscriptions as s
  join billing.subscriptions as o on o.user_id = s.user_id
  where s.id = p_subscription_id;
  if v_count < 2 and v_name is null then
    return p_plan_title;
  end if;
  return (
    select jsonb_object_agg(
      t.language, case when v_name is null then format('%s #%s', t.title, v_number) else format('%s · %s', v_name, t.title) end
    )
    from jsonb_each_text(p_plan_title) as t (language, title)
  );
end
$$;
comment on function billing.title_of(bigint, jsonb) is
  'Returns the name of a subscription among those of its user: the title of a plan by language, with its number ("Basic #2") or the name that its user gave it ("Mum · Basic"); the title alone if there is no other and no name.';
