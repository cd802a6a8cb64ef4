create or replace function app.tell_missed(p_user_id bigint, p_since timestamptz) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select app.notify(
    p_user_id,
    'missed',
    jsonb_build_object('since', jsonb_build_object('time', p_since)),
    '[[{"text": "button-history", "data": "go:history"}], [{"text": "button-close", "data": "close"}]]',
    format('missed:%s', p_user_id)
  )
  where exists (select from billing.statement(p_user_id) as l where l.at >= p_since)
    or exists (
      select
      from billing.subscriptions as s
      where s.user_id = p_user_id and s.expires_at >= p_since and s.expires_at <= app.now()
    )
$$;
comment on function app.tell_missed(bigint, timestamptz) is
  'Tells a user who could not be reached from p_since on that his history has what was charged, given back or ended since, if anything was.';
