-- What people do is a small part of all lines, with an index of its own, so there are two statements.
create or replace function admin.audit(
  p_telegram_id bigint, p_by_hand boolean, p_admin_id bigint, p_subject text, p_action text, p_offset integer,
  p_limit integer
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
  perform app.act_as_admin(p_telegram_id, 'audit');
  if p_by_hand then
    return query
    select l.id, l.at, l.actor, admin._name(l.actor), l.action, l.subject, l.subject_id, l.subject_key, l.before, l.after, l.reason
    from app.audit as l
    where l.actor ~ '^(admin|operator|owner):'
      and (p_admin_id is null or l.actor = format('admin:%s', p_admin_id))
      and (p_subject is null or l.subject = p_subject)
      and (p_action is null or l.action = p_action)
    order by l.id desc
    offset p_offset
    limit p_limit;
  else
    return query
    select l.id, l.at, l.actor, admin._name(l.actor), l.action, l.subject, l.subject_id, l.subject_key, l.before, l.after, l.reason
    from app.audit as l
    where (p_subject is null or l.subject = p_subject) and (p_action is null or l.action = p_action)
    order by l.id desc
    offset p_offset
    limit p_limit;
  end if;
end
$$;
comment on function admin.audit(bigint, boolean, bigint, text, text, integer, integer) is
  'Returns lines of app.audit, newest first. p_by_hand: only what people did, of one admin if p_admin_id is given; p_subject, p_action: only these, null for all. name: of the admin who acted. Raises TK070 without the permission audit.';
