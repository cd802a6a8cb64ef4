create or replace function app.gates_in_data(p_user_id bigint) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_build_object(
    'notice_preferences', (
      select to_jsonb(f) - '{user_id}'::text[] from app.notice_preferences as f where f.user_id = p_user_id
    ),
    'accepted_terms', (
      select jsonb_agg(to_jsonb(a) - '{user_id}'::text[] order by a.accepted_at)
      from app.accepted_terms as a
      where a.user_id = p_user_id
    ),
    'channels', (
      select jsonb_agg(to_jsonb(m) - '{user_id}'::text[] order by m.chat_id)
      from app.channel_members as m
      where m.user_id = p_user_id
    ),
    'start_links', (
      select jsonb_agg(to_jsonb(l) - '{user_id}'::text[] order by l.kind)
      from app.start_links as l
      where l.user_id = p_user_id
    ),
    'invited', billing.referrals_in_data(p_user_id),
    'company_requests', (
      select jsonb_agg(to_jsonb(r) - '{user_id}'::text[] order by r.id)
      from support.company_requests as r
      where r.user_id = p_user_id
    ),
    'blocked', (
      select jsonb_build_object('since', b.since, 'reason', b.reason)
      from app.telegram_identities as i
      join app.blocked as b on b.telegram_id = i.telegram_id
      where i.user_id = p_user_id
    )
  );
end
$$;
comment on function app.gates_in_data(bigint) is
  'Returns the part of app.data_of about choices and gates: what a user wants to hear, the terms that he accepted, channels, links that he came with, his own and what it earned, requests for his company, and the blacklist.';
