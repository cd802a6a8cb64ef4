-- Three a day are more than any company sends.
create or replace function support.company_refused(p_user_id bigint) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when not app.flag('company_requests') then 'switched_off'
    when 3 <= (
      select count(*)
      from support.company_requests as r
      where r.user_id = p_user_id and r.sent_at > app.now() - interval '24 hours'
    ) then 'too_many'
  end;
end
$$;
comment on function support.company_refused(bigint) is
  'Returns why a user cannot send a request for his company now: switched_off (flag company_requests), too_many (three within a day), or null if he can.';
