-- Panels confirmed generations. Compare and set: a late answer for an older generation than the one recorded
-- changes nothing. What is desired is locked first, so a change that runs at the same time either commits before and is
-- seen here, or comes after and enqueues its own message. When a newer generation is desired, its message waits
-- already (see vpn.desire), unless somebody discarded it: so it is looked for.
--
-- All of an ack together: subscriptions by id, then chats by name, so that acks and whoever stores updates meet in one
-- order.
create or replace function vpn.applied_batch(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (what was enqueued is of no use here: a message carries nothing)
declare
  v_answers vpn.answer[];
  v_subscriptions bigint[];
  v_behind bigint[];
  v_shown bigint[];
begin
  v_answers := vpn.answers(p_lanes, p_results);
  v_subscriptions := vpn.lock_answered(v_answers);

  perform vpn.note_late(v_answers);
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
      link = case when n.present then n.link end,
      traffic_from = coalesce(n.traffic_from, a.traffic_from),
      last_error = null
    from unnest(v_answers) as n
    join vpn.access as o on o.id = n.access_id
    join vpn.desired as d on d.subscription_id = o.subscription_id
    where a.id = n.access_id and n.generation > a.applied_generation
    returning a.id, a.subscription_id, a.applied_generation < d.generation as is_behind,
      n.present and n.link is distinct from o.link as is_new
  )
  select
    array_agg(d.id) filter (where d.is_behind),
    array_agg(distinct s.user_id) filter (where d.is_new)
  into v_behind, v_shown
  from applied as d
  join billing.subscriptions as s on s.id = d.subscription_id;

  v_behind := v_behind || vpn.forget_left(v_answers);
  perform app.refresh_screens(v_shown, 'access');
  perform vpn.enqueue_accesses(vpn.without_message(v_behind));
  perform vpn.finish_moves(v_subscriptions);
end
$$;
comment on function vpn.applied_batch(text[], jsonb[], jsonb[]) is
  'Hook of vpn.apply. p_lanes: access ids; p_results: {"generation", "present", "link", "expires_at", "traffic_from"} as the panel has it now (UTC; what older listeners do not say is as it was). Records it, notes what came late, redraws the screen that waits for a new link, sees that a newer generation is on its way, and lets go what has been replaced. Raises 22004 for an answer that does not say what it is about, 23514 for a generation that was never desired.';
