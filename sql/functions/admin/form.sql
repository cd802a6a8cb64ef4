create or replace function admin.form(p_telegram_id bigint) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.data -> 'form'
  from app.conversations as c
  where c.telegram_id = p_telegram_id and c.chat_id = p_telegram_id
$$;
comment on function admin.form(bigint) is 'Returns what admin.keep_form kept last; null when nothing is filled in.';
