-- What whoever approves would otherwise look up: who asks, where it goes, and whether it went there before; how it was
-- earned, and what was paid out before.
create or replace function billing.withdrawal_card(p_withdrawal billing.withdrawals, p_post text) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_manual constant boolean := p_withdrawal.sealed is not null;
begin
  return (
    select jsonb_build_object(
      'text', case when p_post = 'card' then 'withdrawal-card' else 'withdrawal-news' end,
      'args', jsonb_build_object(
        'withdrawal', p_withdrawal.id,
        'user', p_withdrawal.user_id,
        'name', coalesce('@' || i.username, i.first_name, ''),
        'amount', jsonb_build_object('money', p_withdrawal.amount, 'currency', p_withdrawal.currency),
        'way', p_withdrawal.way,
        'masked', coalesce(p_withdrawal.masked, ''),
        'known', case when p.same then 'yes' when p.times > 0 then 'other' else 'no' end,
        'earned', jsonb_build_object('money', e.earned, 'currency', p_withdrawal.currency),
        'rewards', e.rewards,
        'paid', jsonb_build_object('money', p.amount, 'currency', p_withdrawal.currency),
        'due', jsonb_build_object('time', p_withdrawal.due_at),
        'news', case when p_post = 'ended' then p_withdrawal.status else p_post end,
        'by', case when v_manual then 'hand' else 'provider' end,
        'why', billing.withdrawal_why(p_withdrawal.reason),
        'reason', coalesce(p_withdrawal.reason, '')
      ),
      'buttons', case when p_withdrawal.settled_at is null then billing.withdrawal_buttons(p_withdrawal) end
    )
    from billing.earned_by(p_withdrawal.user_id, p_withdrawal.currency) as e
    cross join lateral (
      select
        count(*) as times, coalesce(sum(o.amount), 0)::bigint as amount,
        bool_or((o.way, o.masked) is not distinct from (p_withdrawal.way, p_withdrawal.masked)) as same
      from billing.withdrawals as o
      where o.user_id = p_withdrawal.user_id and o.status = 'paid' and o.currency = p_withdrawal.currency
    ) as p
    left join app.telegram_identities as i on i.user_id = p_withdrawal.user_id
  );
end
$$;
comment on function billing.withdrawal_card(billing.withdrawals, text) is
  'Returns how a withdrawal is shown to support, see billing.prepare_withdrawal_post: as a card with all of it, or in one line with what has become of it (second: a second approver is needed; approved; or its end).';
