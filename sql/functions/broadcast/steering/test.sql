create or replace function broadcast.test(p_id bigint, p_reader_id bigint) returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
begin
  select outbox.enqueue_batch(
    'broadcast.sample',
    array_agg(i.telegram_id::text order by c.variant, c.locale),
    array_agg(
      jsonb_build_object(
        'broadcast', p_id, 'user_id', p_reader_id, 'variant', c.variant, 'locale', c.locale, 'version', c.version
      )
      order by c.variant, c.locale
    )
  ) into v_count
  from broadcast.contents as c
  join app.telegram_identities as i on i.user_id = p_reader_id
  where c.broadcast_id = p_id
  having count(*) > 0;
  return coalesce(v_count, 0);
end
$$;
comment on function broadcast.test(bigint, bigint) is
  'Sends each text of a broadcast to one person, as its readers would get it. Returns how many; 0 for an unknown broadcast or person.';
