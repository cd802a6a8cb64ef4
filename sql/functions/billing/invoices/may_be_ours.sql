-- An account at a provider may sell other things as well. Their money is not this shop's, so it does not fill suspense;
-- ops.reconciliation shows it. A key that looks like ours may be of an invoice that this database has lost, and that
-- money is kept.
create or replace function billing.may_be_ours(p_provider text, p_key text) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(p_key, '') ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    or coalesce((select p.exclusive from billing.providers as p where p.name = p_provider), true);
end
$$;
comment on function billing.may_be_ours(text, text) is
  'Whether money that a provider reports under a key that we do not know (null: under none) may be this shop''s: the key looks like one of ours, or nothing else is sold by that account.';
