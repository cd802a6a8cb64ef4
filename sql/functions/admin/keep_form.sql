create or replace function admin.keep_form(p_telegram_id bigint, p_form jsonb) returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update app.conversations as c
  set data = case when p_form is null then c.data - 'form' else c.data || jsonb_build_object('form', p_form) end
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where i.telegram_id = p_telegram_id and u.role is not null
    and c.telegram_id = p_telegram_id and c.chat_id = p_telegram_id;
end
$$;
comment on function admin.keep_form(bigint, jsonb) is
  'Keeps what an admin has filled in so far: {"name", "about", "token", "values"}; null forgets it. Does nothing for a person who is no admin, or has no screen.';
