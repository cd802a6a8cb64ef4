create or replace function broadcast.lacking(p_broadcast broadcast.broadcasts) returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_texts record;
begin
  select
    bool_or(c.variant = 'a' and c.locale = 'any') as a,
    bool_or(c.variant = 'b' and c.locale = 'any') as b,
    bool_and(c.tested_at is not null) as tested,
    bool_or(c.test_error is not null) as refused
  into v_texts
  from broadcast.contents as c
  where c.broadcast_id = p_broadcast.id and (c.variant = 'a' or p_broadcast.b_share is not null);
  return case
    when v_texts.a is not true then 'no_text'
    when p_broadcast.b_share is not null and v_texts.b is not true then 'no_b'
    when v_texts.refused then 'test_refused'
    when not v_texts.tested then 'not_tested'
  end;
end
$$;
comment on function broadcast.lacking(broadcast.broadcasts) is
  'Returns what keeps a broadcast from starting: no_text (for all languages), no_b (the text of variant b), not_tested (no test was delivered), test_refused; null when it may start.';
