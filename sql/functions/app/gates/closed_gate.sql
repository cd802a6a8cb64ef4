-- Asked before a trial and before a purchase, and never about what is paid for and runs: its access, its renewal and a
-- change of its plan.
create or replace function app.closed_gate(p_user_id bigint) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when app.is_blocked(p_user_id) then 'blocked'
    when app.must_accept(p_user_id) then 'terms_not_accepted'
    when app.must_join(p_user_id) then 'not_in_channel'
  end;
end
$$;
comment on function app.closed_gate(bigint) is
  'Returns what stands between a user and a trial or a purchase: blocked (see app.is_blocked), terms_not_accepted (app.must_accept), not_in_channel (app.must_join), or null for nothing.';
