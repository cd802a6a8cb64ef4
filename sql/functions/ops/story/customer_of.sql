-- A number is tried as ours first, which every reader may know. Names and Telegram ids are read by ops.find alone, so
-- who may not call that is told so.
create or replace function ops.customer_of(p_text text) returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_number constant bigint := substring(btrim(p_text) from '^#?(\d{1,18})$')::bigint;
  v_found bigint[];
begin
  if exists (select from app.users as u where u.id = v_number) then
    return v_number;
  end if;
  if not has_function_privilege('ops.find(text)', 'execute') then
    raise exception using
      errcode = 'TK010', message = format('no customer has the number %s', p_text),
      hint = 'Telegram ids and names are found by tickover_operator: make psql ROLE=operator.';
  end if;
  select coalesce(
    array_agg(distinct f.user_id) filter (where f.found_by in ('telegram_id', 'username', 'charge')),
    array_agg(distinct f.user_id) filter (where f.found_by = 'name')
  )
  into v_found
  from ops.find(p_text) as f
  where f.user_id is not null;
  if cardinality(v_found) = 1 then
    return v_found[1];
  end if;
  raise exception using
    errcode = 'TK010',
    message = case
      when v_found is null then format('no customer is found by %s', p_text)
      else format('several customers are found by %s: %s', p_text, array_to_string(v_found, ', '))
    end,
    hint = 'select * from ops.find(...) lists all that comes near.';
end
$$;
comment on function ops.customer_of(text) is
  'Takes the number of a customer or, from a role that may call ops.find, a Telegram id, @username (part of one that only one customer has), or a provider''s id of a charge. Returns the customer''s number; raises TK010 when it is nobody''s, or that of several.';
