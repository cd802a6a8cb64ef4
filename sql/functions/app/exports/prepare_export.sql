create or replace function app.prepare_export(p_lane text, p_payload jsonb) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'chat_id', i.telegram_id,
    'locale', e.language,
    'timezone', app.zone_of('UTC'),
    'now', app.now(),
    'text', 'admin-export-file',
    'args', jsonb_build_object('rows', e.rows, 'file', (p_payload ->> 'file')::integer, 'files', e.files),
    'buttons', '[[{"text": "button-close", "data": "close"}]]'::jsonb,
    'export', e.id,
    'name', concat_ws(
      '-', e.what, coalesce(e.from_day, app.day_of(e.made_at)), e.until_day - 1,
      case when e.files > 1 then p_payload ->> 'file' end
    ),
    'slices', s.numbers
  )
  from app.exports as e
  join app.users as u on u.id = e.user_id
  join app.telegram_identities as i on i.user_id = u.id
  cross join lateral (
    select array(
      select o.number
      from app.export_slices as o
      where o.export_id = e.id
        and o.number / app.export_slices_per_file() = (p_payload ->> 'file')::integer - 1
      order by o.number
    ) as numbers
  ) as s
  where e.id = (p_payload ->> 'export')::bigint and e.made_at is not null
    and i.telegram_id = p_lane::bigint
    and app.may(u.role, 'exports')
    and not exists (select from app.blocked as b where b.telegram_id = i.telegram_id)
    and (e.rows = 0 or s.numbers <> '{}')
$$;
comment on function app.prepare_export(text, jsonb) is
  'Prepare hook of app.export. Returns what the gateway sends: a text, the name of the file without its ending, and the numbers of its slices, which outbox.export_slice gives; null when the admin may not have it any more, or its rows are gone.';
