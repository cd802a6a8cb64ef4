create or replace function billing.hide_requisites(p_limit integer) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_gone record;
begin
  with gone as (
    delete from billing.requisites_shown as s
    where (s.chat_id, s.message_id) in (
      select o.chat_id, o.message_id
      from billing.requisites_shown as o
      where o.remove_at <= app.now()
      order by o.remove_at
      limit p_limit
      for update skip locked
    )
    returning s.chat_id, s.message_id
  )

  select
    array_agg(g.chat_id::text order by g.chat_id, g.message_id) as lanes,
    array_agg(
      jsonb_build_object('chat_id', g.chat_id, 'message_id', g.message_id) order by g.chat_id, g.message_id
    ) as payloads
  into v_gone
  from gone as g;
  if v_gone.lanes is null then
    return 0;
  end if;
  perform outbox.enqueue_batch('app.removal', v_gone.lanes, v_gone.payloads);
  return cardinality(v_gone.lanes);
end
$$;
comment on function billing.hide_requisites(integer) is
  'Has at most p_limit messages removed that show requisites and have been seen. Returns how many.';
