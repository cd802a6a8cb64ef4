-- Decisions of a person or a job about a customer, by whom and why. The other parts tell what moves money or time, and
-- how much; of that, only actions by hand are here as well, because only the audit knows whose they were.
create or replace function ops.story_of_changes(p_user_id bigint) returns setof ops.story_line
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    a.at,
    case
      when a.action = 'user.created' then 'signed up'
      when a.action ~ '^operation\.' then format('by hand: %s', replace(substr(a.action, 11), '_', ' '))
      else translate(a.action, '._', '  ')
    end,
    concat_ws(
      '; ',
      case when a.action = 'subscription.expired' then ops.why_expired(a.subject_id, a.at) end,
      case when a.action ~ '^operation\.' then a.after ->> 'outcome' else app.differences(a.before, a.after) end,
      'because: ' || a.reason,
      case when a.actor = format('user:%s', p_user_id) then 'by himself' else 'by ' || a.actor end
    ),
    null::bigint,
    null::text,
    format('%s %s', a.subject, a.subject_id)
  from app.audit_about(p_user_id) as a
  where a.action !~ '^(gift|throw)\.|^payment\.(credited|fulfilled|refunded|received)'
    and a.action not in (
      'period.refunded', 'promo_code.given', 'promo_code.redeemed', 'subscription.extended', 'subscription.refunded',
      'subscription.renewed', 'trial.started', 'withdrawal.requested'
    );
end
$$;
comment on function ops.story_of_changes(bigint) is
  'Part of ops.explain: the lines of app.audit about a customer and what is his, in words: what differs, the reason, and who did it.';
