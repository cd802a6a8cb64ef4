-- If many are refused alike, the outbox takes the refusals back, because the fault is ours (outbox._refused). Then the
-- broadcast is paused until somebody has seen why, so that it does not hold back receipts. One that is being taken out
-- of the chats is not: the sooner it is gone the better.
create or replace function broadcast.after_dead(p_id bigint, p_reason text, p_error text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_reason <> 'revived' then
    perform broadcast.feed(p_id);
    return;
  end if;
  perform broadcast.stop(p_id, p_error);
end
$$;
comment on function broadcast.after_dead(bigint, text, text) is
  'The end of each dead hook of a broadcast, once its recipient is settled. Reason revived (the error was not about him) pauses the broadcast, with the error as the reason; any other gives the outbox the next messages.';
