-- Admins are told once when a trouble begins and once when it is over, by the process that notes the change first.
create or replace function outbox._notify_trouble(p_process text, p_name text, p_detail text)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_detail is null then
    delete from outbox.troubles as t where t.name = p_name;
  else
    insert into outbox.troubles (name, detail, told_by)
    values (p_name, p_detail, p_process)
    on conflict (name) do nothing;
  end if;
  return found;
end
$$;
comment on function outbox._notify_trouble(text, text, text) is
  'Takes the process (bot or listener), the name of a check, and the problem, null when the check is well again. Returns whether this is news.';
