-- While renewal is switched off, or jobs stand still, what is to be renewed is held. A week after his access was to
-- end, nobody counts on the charge any more, and whoever lacks the money was not asked for it while it was time. In a
-- shop that renewed nothing, people were told that nothing would be charged. So the shop announces the charge like any
-- other. Somebody whom Telegram cannot reach is renewed as he chose.
create or replace function billing.announce_anew(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform billing.unannounce(s.id)
  from billing.subscriptions as s
  join app.telegram_identities as i on i.user_id = s.user_id and i.unreachable_since is null
  where s.id = any (p_subscription_ids)
    and s.auto_renew
    and not s.unannounced
    and (
      s.expires_at <= app.now() - interval '7 days'
      -- The attempt that announces was missed.
      or s.renew_at <= s.ends_at - interval '72 hours'
      and app.now() >= s.ends_at - interval '24 hours'
      and billing.was_told_off(s)
    );
end
$$;
comment on function billing.announce_anew(bigint[]) is
  'Of these subscriptions, requires those to be announced again (billing.unannounce) whose access has been over for a week, so that their renewal is late by as much, and those whose users were told instead that it would end. The caller holds their locks.';
