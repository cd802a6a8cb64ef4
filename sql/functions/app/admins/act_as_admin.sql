-- The name of who acts is kept for the rest of the transaction, so that functions and triggers below need not be told
-- it; see app.actor. Every function of schema admin begins with this.
create or replace function app.act_as_admin(p_telegram_id bigint, p_permission text, p_reason text default null)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin record;
begin
  select u.id, u.role into v_admin
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where i.telegram_id = p_telegram_id
    and not exists (select from app.blocked as b where b.telegram_id = i.telegram_id);
  if not coalesce(app.may(v_admin.role, p_permission), false) then
    raise exception using
      errcode = 'TK070',
      message = format('not allowed: %s', p_permission),
      detail = 'The role of this person lacks the permission, or has been taken away.',
      hint = 'Roles are app.users.role (ops.make_admin), their permissions app.role_permissions.';
  end if;
  perform set_config('tickover.admin', v_admin.id::text, true), set_config('tickover.reason', coalesce(p_reason, ''), true);
  return v_admin.id;
end
$$;
comment on function app.act_as_admin(bigint, text, text) is
  'Makes the admin with this Telegram id the actor of the transaction (app.actor), and p_reason the reason that triggers record. Returns the user''s id. Raises TK070 for a person who is no admin or lacks p_permission (app.permissions).';
