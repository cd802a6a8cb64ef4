-- The last step of a rollout: what the release before needs and the new one does not is closed.
create or replace function ops.allow_old_bots(p_allowed boolean) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update app.flags as f set enabled = p_allowed where f.name = 'old_bots';
  perform ops.apply_grants();
end
$$;
comment on function ops.allow_old_bots(boolean) is
  'Takes whether bots of release 0.2, which store updates as tickover_bot, may go on doing so: false once none of them runs, true before one is started again. While they may, a hole in a handler can book money that nobody has paid.';
