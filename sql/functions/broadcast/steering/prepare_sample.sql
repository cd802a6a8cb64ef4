create or replace function broadcast.prepare_sample(p_lane text, p_payload jsonb) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select broadcast.content_for(b.id, b.kind, c.variant, c.locale) || jsonb_build_object(
      'chat_id', i.telegram_id, 'locale', case c.locale when 'any' then u.locale else c.locale end,
      'timezone', app.zone_of(u.timezone)
    )
    from broadcast.contents as c
    join broadcast.broadcasts as b on b.id = c.broadcast_id
    join app.users as u on u.id = (p_payload ->> 'user_id')::bigint
    join app.telegram_identities as i on i.user_id = u.id
    where c.broadcast_id = (p_payload ->> 'broadcast')::bigint
      and c.variant = p_payload ->> 'variant' and c.locale = p_payload ->> 'locale'
      and c.version = (p_payload ->> 'version')::integer
      and i.telegram_id = p_lane::bigint
  );
end
$$;
comment on function broadcast.prepare_sample(text, jsonb) is
  'Prepare hook of broadcast.sample. Returns what the gateway sends, as broadcast.prepare_message; null when the text was changed meanwhile.';
