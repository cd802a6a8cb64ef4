create or replace function ops.settle_company_request(p_id bigint, p_status text, p_reason text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before text;
begin
  select r.status into v_before
  from support.company_requests as r
  where r.id = p_id and r.status <> 'draft'
  for no key update;
  if not found or p_status not in ('new', 'accepted', 'declined') then
    return 'unknown';
  end if;
  update support.company_requests as r
  set status = p_status, settled_at = case when p_status <> 'new' then app.now() end
  where r.id = p_id;
  perform app.record(
    app.actor(), 'company_request.settled', 'company_request', p_id,
    jsonb_build_object('status', v_before), jsonb_build_object('status', p_status), p_reason
  );
  return p_status;
end
$$;
comment on function ops.settle_company_request(bigint, text, text) is
  'Records what became of a request of ops.company_requests: accepted, declined, or new again. Tells nobody: the company is answered in the ticket. Returns the new status, or unknown (no such request, or no such status).';
