-- Telegram's own word is enough either way. Without its certificate it may only make the shop wait, and a Bot API
-- server of one's own, whose clock may be this machine's, may only confirm.
create or replace function jobs.compare_clock(p_outside timestamptz, p_may_hold boolean, p_may_confirm boolean)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  perform jobs.note_time();
  update jobs.clock as c
  set seen_at = v_now, leapt_at = null, ahead = v_now - p_outside, compared_at = v_now
  where case when abs(extract(epoch from v_now - p_outside)) > 900 then p_may_hold else p_may_confirm end;
end
$$;
comment on function jobs.compare_clock(timestamptz, boolean, boolean) is
  'Takes what Telegram''s clock shows now, and whether that may hold the shop and may confirm PostgreSQL''s clock. A difference of more than a quarter of an hour holds the shop (app.held_because) until a later comparison.';
