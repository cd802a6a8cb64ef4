-- A card that its provider will not charge again is given up, and its owner has to give it anew. With keys of another
-- account a provider says so of every card. That is no news about any of their owners. A small shop has a few renewals
-- a day, so a day is looked at.
insert into app.brakes (name, description, most, share, counted_by, span) values
  ('drop_methods', 'Saved payment methods that their provider says are never to be charged again.', 5, 0.02,
    'billing.count_active', '1 day');

-- What a gift left of a renewal was not recorded, so choices_stay took it for a change that nobody wanted.
insert into app.audit (at, actor, action, subject, subject_id, before, after)
select
  now(), format('user:%s', s.user_id), 'subscription.terms_kept', 'subscription', s.id, l.after,
  to_jsonb(s) - '{id,user_id,begin_at}'::text[]
from billing.gifts as g
join billing.subscriptions as s on s.id = g.subscription_id and s.period_number = g.period_number
cross join lateral (
  select a.after
  from app.audit as a
  where a.subject = 'subscription' and a.subject_id = s.id and a.after ? 'auto_renew'
  order by a.id desc
  limit 1
) as l
where g.status = 'redeemed'
  and (
    (l.after ->> 'auto_renew')::boolean <> s.auto_renew
    or (l.after ->> 'renewal_price_id')::bigint is distinct from s.renewal_price_id
  );
