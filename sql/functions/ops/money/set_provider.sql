create or replace function ops.set_provider(p_name text, p_enabled boolean, p_reason text) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before boolean;
begin
  perform app.give_reason(p_reason);
  select p.enabled into v_before from billing.providers as p where p.name = p_name for no key update;
  if v_before is null then
    return 'no_such_provider';
  elsif p_enabled is null or v_before = p_enabled then
    return 'unchanged';
  end if;
  update billing.providers as p set enabled = p_enabled where p.name = p_name;
  return 'changed';
end
$$;
comment on function ops.set_provider(text, boolean, text) is
  'Offers a provider of payments, or not; its money is taken all the same, and what was saved with it is charged no more. changed, unchanged or no_such_provider. Raises TK061 without a reason.';
