-- Reminders and tips make room for what comes after them. What is said about money stays for as long as it is true: a
-- receipt for ever, an announcement until the charge was made or will not be.
create or replace function billing.is_replaced(p_shown billing.shown_notices) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (select r.category <> 'account' from billing.notice_rules as r where r.name = p_shown.notice), false
  ) or billing.notice_of(p_shown.notice, p_shown.subscription_id, p_shown.period_number, p_shown.amount) is null;
end
$$;
comment on function billing.is_replaced(billing.shown_notices) is
  'Whether the next notice about the same subscription replaces a message that shows one: it is not about money (billing.notice_rules.category), or what it says is no longer true.';
