create or replace function vpn.ask_probe(p_panel_id bigint) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select outbox.enqueue(
      'vpn.probe', format('probe:%s', p.code), jsonb_build_object('panel_id', p.id), 'vpn.probe', null, null, p.code
    )
    from vpn.panels as p
    where p.id = p_panel_id
  );
end
$$;
comment on function vpn.ask_probe(bigint) is
  'Asks a panel for its version and epoch. Returns the message''s id, null if the question already waits.';
