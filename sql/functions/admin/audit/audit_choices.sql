create or replace function admin.audit_choices(p_telegram_id bigint, p_what text) returns table (
  value text,
  name text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'audit');
  return query
  with latest as materialized (
    select l.actor, l.action, l.subject
    from app.audit as l
    where l.actor ~ '^(admin|operator|owner):'
    order by l.id desc
    limit 2000
  ),

  found as (
    select distinct case p_what when 'subject' then l.subject when 'action' then l.action else substring(l.actor, '^admin:(.*)') end
      as value
    from latest as l
  )

  select f.value, case when p_what = 'admin' then admin._name(format('admin:%s', f.value)) end
  from found as f
  where f.value is not null
  order by f.value;
end
$$;
comment on function admin.audit_choices(bigint, text) is
  'Returns by what admin.audit can be narrowed, from the latest 2000 lines of people: p_what admin (ids, with names), subject or action. Raises TK070 without the permission audit.';
