create or replace function billing.notice_moment(
  p_anchor text, p_after interval, p_starts_at timestamptz, p_ends_at timestamptz, p_expires_at timestamptz
) returns timestamptz
language sql
stable
as $$
  select case p_anchor when 'start' then p_starts_at when 'end' then p_ends_at when 'access_end' then p_expires_at end + p_after
$$;
comment on function billing.notice_moment(text, interval, timestamptz, timestamptz, timestamptz) is
  'Returns the moment of a rule of billing.notice_rules for a period [p_starts_at, p_ends_at) and the end of access; null for an event. UTC.';
