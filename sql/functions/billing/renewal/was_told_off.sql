-- Whoever switches renewal on himself after that sees what it will charge.
create or replace function billing.was_told_off(p_subscription billing.subscriptions) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from billing.notices as n
    join billing.notice_rules as r on r.name = n.kind
    where n.subscription_id = p_subscription.id
      and n.period_number = p_subscription.period_number
      and n.dropped is null
      and r.after < interval '0'
      and 'off' = any (r.audience)
      and 'short' <> all (r.audience)
      and not exists (
        select
        from app.audit as a
        where a.subject = 'subscription'
          and a.subject_id = p_subscription.id
          and a.action = 'subscription.auto_renewal_on'
          and a.at > n.created_at
      )
  );
end
$$;
comment on function billing.was_told_off(billing.subscriptions) is
  'Whether the user was told before the end of the last period that it ends because renewal is off, and has not switched it on since.';
