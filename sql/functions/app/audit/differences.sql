-- What an audit line changed, for people: ids and the engine's own bookkeeping say nothing to them.
create or replace function app.differences(p_before jsonb, p_after jsonb) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select string_agg(
      case
        when o.value is null then format('%s: %s', replace(n.key, '_', ' '), n.value)
        else format('%s: %s, was %s', replace(n.key, '_', ' '), n.value, o.value)
      end, '; ' order by n.key
    )
    from jsonb_each_text(case jsonb_typeof(p_after) when 'object' then p_after else '{}' end) as n
    left join jsonb_each_text(case jsonb_typeof(p_before) when 'object' then p_before else '{}' end) as o
      on o.key = n.key
    where n.value is not null
      and n.value is distinct from o.value
      and n.key !~ '(^|_)id$|_ids$|^(anchor_|cause$|created_at$|updated_at$|generation$|applied_generation$|period_number$)'
      and (o.value is not null or jsonb_typeof(p_before) is distinct from 'object')
  );
end
$$;
comment on function app.differences(jsonb, jsonb) is
  'Takes what app.audit has of a thing before and after (objects; null for none). Returns in words what differs, "auto renew: false, was true; ...", without ids; null for nothing.';
