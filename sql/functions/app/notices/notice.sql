-- The common form of every message that the shop sends unasked. Set-based statements of jobs build notices in bulk
-- and pass them to outbox.enqueue_batch; app.notify serves a single user.
create or replace function app.notice(
  p_user_id bigint, p_text text, p_args jsonb default '{}', p_buttons jsonb default '[]'
) returns jsonb
language sql
stable
parallel safe
as $$
  select pg_catalog.jsonb_build_object(
    'user_id', p_user_id,
    'text', p_text,
    'args', p_args,
    'buttons', case
      when app.offers_support(p_text) then p_buttons || '[[{"text": "button-support", "data": "go:support"}]]'
      else p_buttons
    end
  )
$$;
comment on function app.notice(bigint, text, jsonb, jsonb) is
  'Returns the payload of a telegram.notice. p_text is a Fluent id. p_args are its arguments: plain values, {"money": minor units, "currency": code}, {"time": ISO UTC} or {"text": {language: text}}. p_buttons are rows of {"text": Fluent id, "args": its arguments if any, and "data": callback data or "url": link}; a row with support is added where app.offers_support says so.';
