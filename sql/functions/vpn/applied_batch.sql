-- Panels confirmed generations. Compare and set: a late answer for an older generation than the one recorded
-- changes nothing. The rows are locked first, so a change that runs at the same time either commits before and is
-- seen here, or comes after and enqueues its own message. When a newer generation is desired, its message waits
-- already (see vpn.desire), unless somebody discarded it: so it is looked for.
--
-- All of an ack together: access by id, then chats by name, so that acks and whoever stores updates meet in one order.
create or replace function vpn.applied_batch(p_lanes text[], p_payloads jsonb[], p_results jsonb[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- @plpgsql_check_options: extra_warnings = off
-- (what was enqueued is of no use here: a message carries nothing)
declare
  v_answers vpn.answer[];
  v_ids bigint[];
  v_shown bigint[];
begin
  v_answers := vpn.answers(p_lanes, p_results);
  perform
  from unnest(v_answers) as n
  join vpn.access as a on a.subscription_id = n.subscription_id
  order by a.subscription_id
  for no key update of a;

  perform vpn.note_late(v_answers);
  with applied as (
    update vpn.access as a
    set
      applied_generation = n.generation,
      applied_at = app.now(),
      applied_expires_at = case
        when n.present then coalesce(
          n.expires_at,
          case n.generation when a.desired_generation then a.desired_expires_at else a.applied_expires_at end
        )
      end,
      link = case when n.present then n.link end,
      last_error = null
    from unnest(v_answers) as n
    join vpn.access as o on o.subscription_id = n.subscription_id
    where a.subscription_id = n.subscription_id and n.generation > a.applied_generation
    returning a.subscription_id, a.applied_generation < a.desired_generation as is_behind,
      n.present and n.link is distinct from o.link as is_new
  )
  select
    array_agg(d.subscription_id) filter (where d.is_behind),
    array_agg(s.user_id) filter (where d.is_new)
  into v_ids, v_shown
  from applied as d
  join billing.subscriptions as s on s.id = d.subscription_id;

  perform app.refresh_screens(v_shown, 'access');
  perform vpn.enqueue_apply(vpn.without_message(v_ids));
end
$$;
comment on function vpn.applied_batch(text[], jsonb[], jsonb[]) is
  'Hook of vpn.apply. p_lanes: subscription ids; p_results: {"generation", "present", "link", "expires_at"} as the panel has it now (expires_at, UTC, is missing from older listeners). Records it, notes what came late, redraws the screen that waits for a new link, and sees that a newer generation is on its way. Raises 22004 for an answer that does not say what it is about.';
