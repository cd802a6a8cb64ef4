create or replace function admin.notice_rules(p_telegram_id bigint)
returns table (
  name text, description text, category text, enabled boolean, anchor text, after_hours numeric, deadline_hours numeric,
  due bigint
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'settings');
  return query
  with coming as (
    select n.rule, count(*) as count from ops.notices_due('1 day') as n
    where n.verdict in ('send', 'unsure', 'disabled')
    group by n.rule
  )

  select
    r.name, r.description, r.category, r.enabled, r.anchor, round(extract(epoch from r.after) / 3600, 1),
    round(extract(epoch from r.deadline) / 3600, 1), coalesce(c.count, 0)
  from billing.notice_rules as r
  left join coming as c on c.rule = r.name
  order by r.anchor is null, r.anchor desc, r.after, r.name;
end
$$;
comment on function admin.notice_rules(bigint) is
  'Returns the notice rules with their times in hours, and how many would get each within a day (due: also of one that is off), see ops.notices_due. Raises TK070 without the permission settings.';
