-- What is wrong in a form is said at once, at the question that it is about.
create or replace function support.company_answer(p_question text, p_answer text) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_answer constant text := btrim(regexp_replace(coalesce(p_answer, ''), '\s+', ' ', 'g'));
  v_number constant text := app.plain_digits(v_answer);
begin
  return case
    when p_question = 'company' and length(v_answer) between 2 and 100 then v_answer
    when p_question = 'people' and v_number ~ '^0*[1-9][0-9]{0,5}$' then ltrim(v_number, '0')
    when p_question = 'contact' and v_number ~ '^\+?[0-9][0-9 ()-]{5,20}[0-9]$' then v_number
    when p_question = 'contact' and length(v_answer) <= 100 and (
      v_answer ~ '^[^\s@]+@[^\s@]+\.[^\s@]+$'
      or v_answer ~ '^(@|https://t\.me/)[A-Za-z][A-Za-z0-9_]{3,31}$'
    ) then v_answer
    when p_question = 'comment' and length(p_answer) <= 1000 then btrim(p_answer)
  end;
end
$$;
comment on function support.company_answer(text, text) is
  'Returns an answer in the form of companies as it is kept, null when it is none. p_question: company (2 to 100 characters), people (1 to 999999), contact (an e-mail address, a phone number, or a name in Telegram) or comment (1000 characters at most, may be empty).';
