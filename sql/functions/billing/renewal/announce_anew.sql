-- While renewal is switched off, or jobs stand still, what is to be renewed is held. A week after his access was to
-- end, nobody counts on the charge any more, and whoever lacks the money was not asked for it while it was time. So the
-- shop announces the charge like any other. Somebody whom Telegram cannot reach is renewed as he chose.
create or replace function billing.announce_anew(p_subscription_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  perform billing.unannounce(s.id)
  from unnest(p_subscription_ids) as d (id)
  join billing.subscriptions as s on s.id = d.id
  where s.expires_at <= app.now() - interval '7 days'
    and s.auto_renew
    and not s.unannounced
    and exists (
      select
      from app.telegram_identities as i
      where i.user_id = s.user_id and i.unreachable_since is null
    );
end
$$;
comment on function billing.announce_anew(bigint[]) is
  'Of these subscriptions, requires those to be announced again (billing.unannounce) whose access has been over for a week, so that their renewal is late by as much. The caller holds their locks.';
