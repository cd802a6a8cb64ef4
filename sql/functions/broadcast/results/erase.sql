create or replace function broadcast.erase(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update broadcast.recipients as r set message_id = null where r.user_id = p_user_id and r.message_id is not null;
  update broadcast.broadcasts as b set progress_message_id = null, steward_id = null where b.steward_id = p_user_id;
end
$$;
comment on function broadcast.erase(bigint) is 'Forgets where a user has read broadcasts, and where he has steered them.';
