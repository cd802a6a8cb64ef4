-- A user who has had only one subscription does not see its number. A name that he gave it stands before the plan, for
-- him alone: others who pay for it, who have its address or who help him are not told what he calls those close to him.
-- Nor does a payer need the number, which says how many subscriptions somebody else has.
create or replace function billing.title_of(
  p_subscription_id bigint, p_plan_title jsonb, p_reader_id bigint default null
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id bigint;
  v_name text;
  v_count bigint;
  v_number bigint;
begin
  select s.user_id into v_user_id from billing.subscriptions as s where s.id = p_subscription_id;
  if p_reader_id <> v_user_id then
    return p_plan_title;
  elsif p_reader_id = v_user_id then
    select n.name into v_name from billing.subscription_names as n where n.subscription_id = p_subscription_id;
  end if;
  select count(*), count(*) filter (where o.id <= p_subscription_id) into v_count, v_number
  from billing.subscriptions as o
  where o.user_id = v_user_id;
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
comment on function billing.title_of(bigint, jsonb, bigint) is
  'Returns how a reader (a user) is told which subscription is meant: to its user the title of the plan by language, with the name that he gave it ("Mum · Basic") or its number among his own ("Basic #2"), the title alone if there is no other and no name; to another user the title alone; to staff and at its address (p_reader_id null) with the number and never the name.';
