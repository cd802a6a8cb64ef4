-- For a provider that is gone for good, whose list nobody can read any more.
create or replace function ops.end_catching_up(p_reason text) returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  perform app.give_reason(p_reason);
  update app.restores as r set caught_up_at = app.now() where r.caught_up_at is null returning r.id into v_id;
  if found then
    perform app.record(app.actor(), 'shop.caught_up', 'restore', v_id, null, null);
  end if;
  return v_id is not null;
end
$$;
comment on function ops.end_catching_up(text) is
  'After a restore, has saved methods charged again although not every provider''s list was read: somebody may be charged twice. False if nothing waits for that. Raises TK061 without a reason.';
