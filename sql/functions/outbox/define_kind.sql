-- A domain registers the kinds of messages it sends. The call is repeatable, so that it can stand in a migration.
create or replace function outbox.define_kind(
  p_name text, p_topic text, p_description text, p_in_doubt text default 'repeat',
  p_prepare text default null, p_done text default null, p_dead text default null,
  p_tried_until text default 'attempts', p_keep text default null, p_done_batch text default null
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if (p_in_doubt = 'drop' or p_tried_until = 'done') and exists (
    select from outbox.topics as t where t.name = p_topic and t.lane_batch > 1
  ) then
    raise exception using
      errcode = 'TK022',
      message = format('kind %s needs one message per lane at a time, but topic %s hands out several', p_name, p_topic),
      detail = 'The topic hands out several messages of a lane at once. A crash puts all of them in doubt, and one cannot wait alone.',
      hint = 'Set outbox.topics.lane_batch to 1, or use in_doubt repeat and tried_until attempts or deadline.';
  end if;
  insert into outbox.kinds as k (
    name, topic, in_doubt, prepare, done, dead, tried_until, keep, done_batch, description
  )
  values (
    p_name, p_topic, p_in_doubt, p_prepare, p_done, p_dead, p_tried_until, p_keep, p_done_batch, p_description
  )
  on conflict (name) do update
  set topic = excluded.topic, in_doubt = excluded.in_doubt, prepare = excluded.prepare, done = excluded.done,
    dead = excluded.dead, tried_until = excluded.tried_until, keep = excluded.keep,
    done_batch = excluded.done_batch, description = excluded.description;
end
$$;
comment on function outbox.define_kind(text, text, text, text, text, text, text, text, text, text) is
  'Takes a kind''s name, topic and description, what happens to a message in doubt (repeat, drop), the names of its hooks, and until when it is tried; see outbox.kinds. Raises TK022 for drop, or for tried until done, in a topic that hands out several messages of a lane at once.';
