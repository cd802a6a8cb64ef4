create or replace function billing.may_be_taken(p_gift billing.gifts) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(p_gift.status = 'unused' and p_gift.expires_at > app.now(), false);
end
$$;
comment on function billing.may_be_taken(billing.gifts) is
  'Whether somebody can take this gift now. False for null.';
