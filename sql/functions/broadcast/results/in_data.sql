create or replace function broadcast.in_data(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object('broadcasts', (
    select jsonb_agg(
      jsonb_build_object(
        'broadcast', r.broadcast_id, 'kind', b.kind, 'state', r.state, 'variant', r.variant, 'at', r.sent_at,
        'tapped_at', r.tapped_at
      )
      order by r.broadcast_id
    )
    from broadcast.recipients as r
    join broadcast.broadcasts as b on b.id = r.broadcast_id
    where r.user_id = p_user_id
  ));
end
$$;
comment on function broadcast.in_data(bigint) is
  'Returns the part of app.data_of about broadcasts: which ones a user got, and whether he tapped a button.';
