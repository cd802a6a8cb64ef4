create or replace function app.must_accept(p_user_id bigint) returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version constant text := app.setting('terms_version') #>> '{}';
begin
  return v_version is not null and not exists (
    select from app.accepted_terms as a where a.user_id = p_user_id and a.version = v_version
  );
end
$$;
comment on function app.must_accept(bigint) is
  'Whether a user has to accept the version of the terms that is in force (setting terms_version) before a trial or a purchase.';
