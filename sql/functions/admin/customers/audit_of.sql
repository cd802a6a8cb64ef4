create or replace function admin.audit_of(
  p_telegram_id bigint, p_user_id bigint, p_offset integer, p_limit integer
) returns table (
  id bigint,
  at timestamptz,
  actor text,
  name text,
  action text,
  subject text,
  subject_id bigint,
  subject_key text,
  before jsonb,
  after jsonb,
  reason text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'customers');
  return query
  select
    a.id, a.at, a.actor, admin._name(a.actor), a.action, a.subject, a.subject_id, a.subject_key, a.before, a.after, a.reason
  from app.audit_about(p_user_id) as a
  order by a.id desc
  offset p_offset
  limit p_limit;
end
$$;
comment on function admin.audit_of(bigint, bigint, integer, integer) is
  'Returns lines of app.audit about a customer and what is his (app.audit_about), newest first; name: of the admin who acted. Raises TK070 without the permission customers.';
