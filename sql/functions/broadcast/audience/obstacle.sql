create or replace function broadcast.obstacle(
  p_kind text, p_blocked boolean, p_unreachable_since timestamptz, p_tips boolean
) returns text
language sql
immutable
as $$
  select case
    when p_blocked then 'blocked'
    when p_unreachable_since is not null then 'unreachable'
    when p_kind = 'offer' and not coalesce(p_tips, true) then 'declined'
  end
$$;
comment on function broadcast.obstacle(text, boolean, timestamptz, boolean) is
  'Takes the kind of a broadcast, whether a person is on the blacklist, since when he cannot be reached, and whether he wants tips and offers (null: he has not said). Returns why he does not get it: blocked, unreachable or declined; null when he does.';
