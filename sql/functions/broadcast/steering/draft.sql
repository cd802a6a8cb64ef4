create or replace function broadcast.draft(
  p_request uuid, p_kind text, p_segment text, p_argument text, p_steward_id bigint, p_reason text
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  perform broadcast.require_segment(p_segment, p_argument);
  insert into broadcast.broadcasts (request, kind, segment, argument, created_by, steward_id, created_at)
  values (p_request, p_kind, p_segment, p_argument, app.actor(), p_steward_id, app.now())
  on conflict (request) do nothing
  returning id into v_id;
  if v_id is not null then
    perform app.record(
      app.actor(), 'broadcast.drafted', 'broadcast', v_id, null,
      jsonb_build_object('kind', p_kind, 'segment', p_segment, 'argument', p_argument), p_reason
    );
  end if;
  return v_id;
end
$$;
comment on function broadcast.draft(uuid, text, text, text, bigint, text) is
  'Makes a broadcast of a kind to a segment, which says nothing yet; p_steward_id: in whose chat its progress is shown, null for nobody. Returns its id; null when the request was handled before. Raises TK056 for an unknown segment.';
