-- Deletes completed messages and calls their done hooks. The hooks lock rows of the business, so they run before any
-- lane is locked. If a lease is lost in between, everything is rolled back and the consumer repeats the call without
-- the lost message.
create or replace function outbox._ack(
  p_consumer text, p_topic text, p_lanes text[], p_ids bigint[], p_tokens bigint[], p_results jsonb[]
)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_topic constant outbox.topics := outbox._topic(p_consumer, p_topic);
  v_ran record;
  v_kept bigint[];
  v_finished record;
  v_count integer;
begin
  perform app.await_release();
  if not exists (
    select from outbox.kinds as k where k.topic = p_topic and coalesce(k.done_batch, k.done) is not null
  ) then
    v_finished := outbox._finish(v_topic, p_lanes, p_ids, p_tokens, false);
    v_count := v_finished.done;
  else
    v_ran := outbox._run_done(v_topic, p_lanes, p_ids, p_tokens, p_results);
    v_kept := outbox._put_back_undone(v_topic, v_ran.failed);
    v_finished := outbox._finish(v_topic, v_ran.lanes, v_ran.ids, v_ran.tokens, false);
    v_count := coalesce(cardinality(v_kept), 0) + v_finished.done;
    if v_count <> v_ran.leased then
      raise serialization_failure using message = 'a lease was lost while its messages were acknowledged';
    end if;
  end if;
  perform outbox._answered(v_finished.destinations || v_kept, v_finished.counts);
  return v_count;
end
$$;
comment on function outbox._ack(text, text, text[], bigint[], bigint[], jsonb[]) is
  'Takes a consumer, one of its topics, and completed messages: lane, id, token, result (null for none). Messages of a lane come in order, and all before them are done. Returns how many were acknowledged; messages with a stale token are left alone. Raises TK020; 40001 when a lease ends meanwhile: repeat the call.';
