create or replace function api.answer_company_question(p_telegram_id bigint, p_question text, p_answer text)
returns table (outcome text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
  v_answer constant text := support.company_answer(p_question, p_answer);
begin
  outcome := coalesce(support.company_refused(v_user_id), case when v_answer is null then 'invalid' else 'kept' end);
  if outcome = 'kept' then
    insert into support.company_requests as r (user_id, begun_at)
    values (v_user_id, app.now())
    on conflict (user_id) where status = 'draft' do nothing;
    update support.company_requests as r
    set
      company = case p_question when 'company' then v_answer else r.company end,
      people = case p_question when 'people' then v_answer::integer else r.people end,
      contact = case p_question when 'contact' then v_answer else r.contact end,
      comment = case p_question when 'comment' then v_answer else r.comment end
    where r.user_id = v_user_id and r.status = 'draft';
  end if;
  return next;
end
$$;
comment on function api.answer_company_question(bigint, text, text) is
  'Keeps an answer in the form of a user''s company, see support.company_answer. outcome: kept, invalid, switched_off or too_many. Raises TK010 for an unknown user.';
