-- Called with the first start of a user, in the transaction that creates him: nobody can have come by him yet, so no
-- cycle can arise. A link that names nobody, or somebody who earns nothing, is as none.
create or replace function billing.keep_origin(p_user_id bigint) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into billing.origins (user_id, referrer_id, campaign, came_at, tell_at)
  select
    l.user_id, c.user_id, case l.kind when 'ad' then l.code end, l.came_at,
    case when c.user_id is not null and coalesce(f.referrals, true) then billing.after_quiet_hours(l.came_at, u.timezone) end
  from app.start_links as l
  left join billing.referral_codes as c
    on l.kind = 'ref' and c.code = lower(l.code) and app.flag('referrals') and billing.can_earn(c.user_id)
  left join app.users as u on u.id = c.user_id
  left join app.notice_preferences as f on f.user_id = c.user_id
  where l.user_id = p_user_id and l.kind in ('ref', 'ad') and (l.kind = 'ad' or c.user_id is not null);
end
$$;
comment on function billing.keep_origin(bigint) is
  'Records who or which campaign brought a new user, as app.start_links says, in billing.origins; nothing for a link that names nobody.';
