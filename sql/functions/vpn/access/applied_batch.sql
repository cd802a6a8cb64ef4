-- Records the generations that panels confirmed. Compare and set: a late answer for an older generation than the one
-- recorded changes nothing. The desired state is locked first. So a concurrent change either commits before and is
-- visible here, or comes after and enqueues its own message. If a scan saw that the panel's account differs from the
-- access (vpn.access.differs), the access is confirmed once more for the same generation. When a newer generation is
-- desired, its message is already waiting (see vpn.desire), unless someone discarded it; so this function checks.
--
-- A panel gives no links for an account that it stopped, for example because its traffic is used up, and no useful
-- links while it does not know its own address. The user then keeps the key that he has, which works again later. A
-- reading of an earlier count of traffic says nothing about a new count. An account that was adopted may keep its
-- uuid: some panels cannot change it.
--
-- It handles all answers of an ack together and locks subscriptions by id, then chats by name. Acks and transactions
-- that store updates therefore lock in the same order.
create or replace function vpn.applied_batch(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (the results of enqueueing are not needed)
declare
  v_answers vpn.answer[];
  v_subscriptions bigint[];
  v_behind bigint[];
  v_shown bigint[];
  v_sent_again bigint[];
  v_counted_anew bigint[];
begin
  v_answers := vpn.answers(p_lanes, p_results);
  v_subscriptions := vpn.lock_answered(v_answers);

  perform vpn.note_late(v_answers);
  perform vpn.take_over_keys(p_lanes, p_results);
  with applied as (
    update vpn.access as a
    set
      applied_generation = n.generation,
      applied_at = app.now(),
      applied_expires_at = case
        when n.present then coalesce(
          n.expires_at, case n.generation when d.generation then d.expires_at else a.applied_expires_at end
        )
      end,
      link = case when n.present then coalesce(n.links[1], kept.link) end,
      links = case when n.present then coalesce(n.links, kept.links) end,
      subscription_url = case
        when n.present then coalesce(n.subscription_url, case when n.links is null then kept.subscription_url end)
      end,
      differs = false,
      adopt = false,
      traffic_from = coalesce(n.traffic_from, a.traffic_from),
      last_error = null
    from unnest(v_answers) as n
    join vpn.access as o on o.id = n.access_id
    join vpn.desired as d on d.subscription_id = o.subscription_id
    left join lateral (
      select o.link, o.links, o.subscription_url where position(o.uuid::text in o.link) > 0
    ) as kept on true
    where a.id = n.access_id
      and (n.generation > a.applied_generation or n.generation = a.applied_generation and a.differs)
    returning a.id, a.subscription_id, a.applied_generation < d.generation as is_behind, o.differs,
      a.link is distinct from o.link and n.present as is_new,
      a.traffic_from is distinct from o.traffic_from as counts_anew
  )
  select
    array_agg(d.id) filter (where d.is_behind),
    array_agg(distinct s.user_id) filter (where d.is_new),
    array_agg(d.id) filter (where d.differs),
    array_agg(d.id) filter (where d.counts_anew)
  into v_behind, v_shown, v_sent_again, v_counted_anew
  from applied as d
  join billing.subscriptions as s on s.id = d.subscription_id;

  perform vpn.forget_former(p_lanes, p_results);
  if v_sent_again is not null then
    update vpn.drift as r set state = 'confirmed' where r.access_id = any (v_sent_again) and r.state = 'sent';
  end if;
  if v_counted_anew is not null then
    update vpn.usage as u set used_bytes = null where u.access_id = any (v_counted_anew);
  end if;
  v_behind := v_behind || vpn.forget_left(v_answers);
  perform app.refresh_screens(v_shown, 'access');
  perform vpn.enqueue_accesses(vpn.without_message(v_behind));
  perform vpn.finish_moves(v_subscriptions);
end
$$;
comment on function vpn.applied_batch(text[], jsonb[], jsonb[]) is
  'Done hook of vpn.apply. p_lanes: access ids. p_results: {"generation", "present", "link", "links", "subscription_url", "expires_at", "traffic_from", "uuid", "forgot"} as the panel has it now (UTC; older listeners give no links but the link, and times that they omit stay as they were; uuid: see vpn.take_over_keys). Records the answers and late deliveries, redraws the screen that waits for a new link, makes sure that a newer generation is enqueued, and removes accesses that have been replaced. Raises 22004 for an answer without generation or presence, 23514 for a generation that was never desired.';
