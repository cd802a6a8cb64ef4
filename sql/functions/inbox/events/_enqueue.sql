-- All Telegram updates go to the one destination of their topic. Each payment provider is a destination of its own,
-- so that a provider that does not answer, or floods us, does not delay the others.
create or replace function inbox._enqueue(p_topic text, p_ids bigint[], p_lanes text[], p_sources text[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform outbox.enqueue_batch(
    inbox._kind_of(p_topic),
    p_lanes,
    (select array_agg(jsonb_build_object('event_id', n.id) order by n.position)
    from unnest(p_ids) with ordinality as n (id, position)),
    p_destinations => case when p_topic <> 'inbox' then p_sources end
  );
end
$$;
comment on function inbox._enqueue(text, bigint[], text[], text[]) is
  'Takes a topic, ids of inbox.events, their lanes and sources, in order. Enqueues them. Raises TK020, see inbox._kind_of.';
