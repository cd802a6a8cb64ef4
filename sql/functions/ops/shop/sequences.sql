-- Shows each sequence with the largest id that was drawn from it. The catalog knows the columns (identity, default),
-- except for two that functions fill. A logical replica has the rows but not the sequences.
create or replace function ops.sequences()
returns table (sequence text, drawn bigint, used bigint)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_sequence regclass;
  v_relations regclass[];
  v_columns name[];
  v_used bigint;
begin
  for v_sequence, v_relations, v_columns in
    with columns as (
      select d.refobjid as sequence, a.adrelid as relation, a.adnum as number
      from pg_depend as d
      join pg_attrdef as a on a.oid = d.objid
      where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass
      union
      select d.objid, d.refobjid, d.refobjsubid
      from pg_depend as d
      where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i'
      union
      select s.sequence::regclass, a.attrelid, a.attnum
      from (values
        ('outbox.message_ids', 'outbox.dead_letters', 'id'), ('outbox.tokens', 'outbox.lanes', 'token')
      ) as s (sequence, relation, name)
      join pg_attribute as a on a.attrelid = s.relation::regclass and a.attname = s.name
    )

    select c.sequence::regclass, array_agg(c.relation::regclass), array_agg(a.attname)
    from columns as c
    join pg_class as s on s.oid = c.sequence and s.relkind = 'S'
    join pg_attribute as a on a.attrelid = c.relation and a.attnum = c.number
    where s.relowner = (select r.oid from pg_roles as r where r.rolname = 'tickover_owner')
    group by c.sequence
    order by c.sequence::regclass::text
  loop
    sequence := v_sequence::text;
    execute format('select s.last_value - (not s.is_called)::integer from %s as s', v_sequence) into drawn;
    used := 0;
    for i in 1 .. cardinality(v_columns) loop
      execute format('select max(t.%I) from %s as t', v_columns[i], v_relations[i]) into v_used;
      used := greatest(used, v_used);
    end loop;
    return next;
  end loop;
end
$$;
comment on function ops.sequences() is
  'Each sequence of the shop with the last number drawn from it and the largest one in use. Where used is above drawn, the sequence lags behind; see ops.fix_sequences.';
