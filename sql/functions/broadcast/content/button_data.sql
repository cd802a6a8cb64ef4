create or replace function broadcast.button_data(p_id bigint, p_place text) returns text
language sql
immutable
as $$ select pg_catalog.format('bc:%s:%s', p_id, p_place) $$;
comment on function broadcast.button_data(bigint, text) is
  'Returns the data of a button of a broadcast that leads to a place (broadcast.places) and counts the tap.';
