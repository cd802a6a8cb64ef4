create or replace function broadcast.resend(p_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update broadcast.broadcasts as b set status = 'sending' where b.id = p_id and b.status in ('finished', 'cancelled');
  perform broadcast.feed(p_id);
end
$$;
comment on function broadcast.resend(bigint) is
  'Gives a new version of a broadcast to those who read an older one: one that was over is sending again until that is done.';
