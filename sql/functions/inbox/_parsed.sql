-- Bots of release 0.3 want a body as JSON, in the place of its bytes. What cannot be read is an empty update to them,
-- which they leave to a newer bot. Goes with the release after 0.4.0.
create or replace function inbox._parsed(p_claim json) returns json
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select json_build_object(
    'token', p_claim -> 'token',
    'lease', p_claim -> 'lease',
    'timeout', p_claim -> 'timeout',
    'next_in', p_claim -> 'next_in',
    'destinations', p_claim -> 'destinations',
    'messages', coalesce(json_agg(
      case
        when m.one -> 3 -> 'raw' is null then m.one
        else json_build_array(
          m.one -> 0, m.one -> 1, m.one -> 2,
          json_build_object(
            'source', m.one -> 3 -> 'source',
            'update', coalesce(inbox._json_of(decode(m.one -> 3 ->> 'raw', 'base64')), '{}'),
            'received_at', m.one -> 3 -> 'received_at'
          ),
          m.one -> 4, m.one -> 5, m.one -> 6
        )
      end
      order by m.position
    ), '[]')
  )
  from json_array_elements(p_claim -> 'messages') with ordinality as m (one, position)
$$;
comment on function inbox._parsed(json) is
  'Takes what outbox._claim returns; returns the same with {source, update, received_at} as the payload of events.';
