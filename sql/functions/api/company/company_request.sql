create or replace function api.company_request(p_telegram_id bigint) returns table (
  outcome text,
  question text,
  company text,
  people integer,
  contact text,
  comment text
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id constant bigint := app.user_of(p_telegram_id);
begin
  return query
  select
    coalesce(support.company_refused(v_user_id), 'open'),
    case
      when r.company is null then 'company'
      when r.people is null then 'people'
      when r.contact is null then 'contact'
      when r.comment is null then 'comment'
    end,
    r.company, r.people, r.contact, r.comment
  from (values (true)) as one (row)
  left join support.company_requests as r on r.user_id = v_user_id and r.status = 'draft';
end
$$;
comment on function api.company_request(bigint) is
  'Returns the form of a user''s company as far as it is filled in, and which question is next: company, people, contact or comment; null when it can be sent. outcome: open, switched_off or too_many. Raises TK010 for an unknown user.';
