-- Runs the done hook for messages of one kind in one subtransaction. If it fails, the batch is split in eight, until
-- the message it fails for stands alone. (One subtransaction per message meant 200 in an ack; above 64 open ones,
-- each snapshot of every other session has to look them up on disk.)
--
-- The effect has already taken place. If the effect is absolute, the message waits and the effect is repeated.
-- Otherwise the effect must not be repeated: the message goes to the dead letters for an operator, and a fault that
-- the message did not cause fails the ack, which the consumer repeats.
create or replace function outbox._done_safely(
  p_topic outbox.topics, p_kind text, p_messages outbox.undone[]
)
returns outbox.undone[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind outbox.kinds;
  v_slice constant integer := (cardinality(p_messages) + 7) / 8;
  v_failed outbox.undone[] := array[]::outbox.undone[];
  v_error text;
begin
  select k.* into v_kind from outbox.kinds as k where k.name = p_kind;
  begin
    perform outbox._call_done(v_kind, p_messages);
    return v_failed;
  exception
    when deadlock_detected or serialization_failure or lock_not_available then
      raise;
    when others then
      if v_kind.tried_until <> 'done' and not jobs.is_fault_of_row(sqlstate) then
        raise;
      end if;
      v_error := format('%s: %s (%s)', coalesce(v_kind.done_batch, v_kind.done), sqlerrm, sqlstate);
      if v_kind.tried_until = 'done' and not jobs.is_fault_of_row(sqlstate) then
        select array_agg((m.lane, m.id, m.token, m.attempts, m.payload, m.result, v_error)::outbox.undone)
        into v_failed
        from unnest(p_messages) as m;
        return v_failed;
      end if;
  end;

  if cardinality(p_messages) > 1 then
    for v_first in 1 .. cardinality(p_messages) by v_slice loop
      v_failed := v_failed
        || outbox._done_safely(p_topic, p_kind, p_messages[v_first:v_first + v_slice - 1]);
    end loop;
  elsif v_kind.tried_until = 'done' then
    v_failed := p_messages;
    v_failed[1].error := v_error;
  else
    perform outbox._record(w, p_messages[1].attempts, 'done', v_error)
    from outbox.messages as w
    where w.topic = p_topic.name and w.lane = p_messages[1].lane and w.id = p_messages[1].id;
  end if;
  return v_failed;
end
$$;
comment on function outbox._done_safely(outbox.topics, text, outbox.undone[]) is
  'Takes a topic, a kind with or without a done hook, and its completed messages, in order. Returns those that are to wait again, with the error. Raises a fault that no message caused when repeating the effect would do harm.';
