create or replace function admin.broadcast_texts(p_telegram_id bigint, p_id bigint)
returns table (
  variant text, locale text, body text, media text, file_id text, buttons text, is_tested boolean, test_error text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'broadcasts');
  return query
  select
    c.variant, c.locale, c.body, c.media, c.file_id, c.buttons::text, c.tested_at is not null, c.test_error
  from broadcast.contents as c
  where c.broadcast_id = p_id
  order by c.variant, c.locale <> 'any', c.locale;
end
$$;
comment on function admin.broadcast_texts(bigint, bigint) is
  'Returns what a broadcast says, see broadcast.contents. Raises TK070 without the permission broadcasts.';
