-- One shape for every message that the shop sends by itself. Set statements of jobs build it in bulk and give
-- it to outbox.enqueue_batch; for one user there is app.notify.
create or replace function app.notice(
  p_user_id bigint, p_text text, p_args jsonb default '{}', p_buttons jsonb default '[]'
) returns jsonb
language sql
stable
parallel safe
as $$
  select pg_catalog.jsonb_build_object('user_id', p_user_id, 'text', p_text, 'args', p_args, 'buttons', p_buttons)
$$;
comment on function app.notice(bigint, text, jsonb, jsonb) is
  'Payload of a telegram.notice: p_text is a Fluent id; p_args its arguments, plain or {"money": minor units, "currency": code}, {"time": ISO UTC}, {"text": {language: text}}; p_buttons rows of {"text": Fluent id, "args": its arguments if it has any, "data": callback data, or "url": where it leads}.';
