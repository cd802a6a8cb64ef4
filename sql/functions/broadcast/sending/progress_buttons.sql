create or replace function broadcast.progress_buttons(p_broadcast broadcast.broadcasts) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case p_broadcast.status
    when 'sending' then jsonb_build_array(jsonb_build_array(
      jsonb_build_object('text', 'button-admin-broadcast-pause', 'data', format('bs:pause:%s', p_broadcast.id))
    ))
    when 'paused' then jsonb_build_array(jsonb_build_array(
      jsonb_build_object('text', 'button-admin-broadcast-resume', 'data', format('bs:resume:%s', p_broadcast.id))
    ))
    else '[]'
  end || jsonb_build_array(
    jsonb_build_array(
      jsonb_build_object('text', 'button-admin-broadcast-open', 'data', format('a:broadcast:%s', p_broadcast.id))
    ),
    '[{"text": "button-close", "data": "close"}]'::jsonb
  );
end
$$;
comment on function broadcast.progress_buttons(broadcast.broadcasts) is
  'Returns the buttons below the message that says how far a broadcast is: pause or resume, and its screen.';
