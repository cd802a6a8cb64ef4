create or replace function billing.notify_earner(p_user_id bigint, p_text text, p_args jsonb, p_always boolean)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.notify(
    p_user_id, p_text, p_args,
    '[[{"text": "button-invite", "data": "go:invite"}, {"text": "button-close", "data": "close"}]]'
  )
  where p_always
    or coalesce((select f.referrals from app.notice_preferences as f where f.user_id = p_user_id), true)
$$;
comment on function billing.notify_earner(bigint, text, jsonb, boolean) is
  'Sends the notice p_text (see app.notice) about what a user earned, unless he does not want to hear of it; p_always: also then.';
