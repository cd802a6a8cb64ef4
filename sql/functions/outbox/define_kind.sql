-- How a domain registers what it sends. Repeatable, so that the call can stand in a migration.
create or replace function outbox.define_kind(
  p_name text, p_topic text, p_description text, p_in_doubt text default 'repeat',
  p_prepare text default null, p_done text default null, p_dead text default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_in_doubt = 'drop' and exists (
    select from outbox.topics as t where t.name = p_topic and t.lane_batch > 1
  ) then
    raise exception using
      errcode = 'TK022',
      message = format('kind %s cannot drop what is in doubt in topic %s', p_name, p_topic),
      detail = 'The topic hands out several messages of a lane at once, and a crash puts all of them in doubt.',
      hint = 'Set outbox.topics.lane_batch to 1, or let the kind repeat.';
  end if;
  insert into outbox.kinds as k (name, topic, in_doubt, prepare, done, dead, description)
  values (p_name, p_topic, p_in_doubt, p_prepare, p_done, p_dead, p_description)
  on conflict (name) do update
  set topic = excluded.topic, in_doubt = excluded.in_doubt, prepare = excluded.prepare, done = excluded.done,
    dead = excluded.dead, description = excluded.description;
end
$$;
comment on function outbox.define_kind(text, text, text, text, text, text, text) is
  'Takes a kind''s name, topic, description, what becomes of it in doubt (repeat, drop) and its hooks by name; see outbox.kinds. Raises TK022 for drop in a topic whose lanes go in batches.';
