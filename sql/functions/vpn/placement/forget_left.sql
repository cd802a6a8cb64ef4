-- A leaving access is sent to its panel until the panel confirms that it is absent: an answer that was in flight when
-- the move finished may still report it as present. What remains is the proof that such an account was ours.
create or replace function vpn.forget_left(p_answers vpn.answer[]) returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_still_there bigint[];
begin
  with gone as (
    delete from vpn.access as a
    using unnest(p_answers) as n
    where a.id = n.access_id and a.state = 'leaving' and not n.present and n.generation >= a.applied_generation
    returning a.*
  )
  insert into vpn.former_access (access_id, panel_id, subscription_id, key, uuid, left_at)
  select g.id, g.panel_id, g.subscription_id, g.key, g.uuid, app.now()
  from gone as g;

  select array_agg(a.id) into v_still_there
  from unnest(p_answers) as n
  join vpn.access as a on a.id = n.access_id
  where a.state = 'leaving';
  return v_still_there;
end
$$;
comment on function vpn.forget_left(vpn.answer[]) is
  'Takes what panels confirmed. Moves the accesses that have left their panel to vpn.former_access, and returns those that still have to; null for none. The caller holds the lock on the desired state.';
