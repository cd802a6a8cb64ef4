create or replace function api.saved_methods(p_telegram_id bigint) returns table (
  method_id bigint,
  provider text,
  title text,
  is_monthly boolean,
  paid_until timestamptz,
  failed boolean,
  removed boolean
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select
    m.id, m.provider, billing.in_language(billing.method_title(m.title), u.locale), m.kind = 'subscription', m.paid_until,
    coalesce(m.failed_at, m.stopped_at) is not null, m.removed_at is not null
  from app.users as u
  join billing.payment_methods as m on m.user_id = u.id
  where u.id = app.user_of(p_telegram_id)
    and (m.removed_at is null or m.kind = 'subscription' and m.failed_at is null and m.paid_until > app.now())
  order by m.removed_at is not null, m.position, m.id
$$;
comment on function api.saved_methods(bigint) is
  'Returns a user''s payment methods in the order in which renewals try them; title: in his language, see billing.method_title; is_monthly: its provider charges it automatically, next at paid_until (UTC); failed: it is not charged any more; removed: it can be resumed. Raises TK010 for an unknown user.';
