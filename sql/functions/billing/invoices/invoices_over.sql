-- If a provider cannot be asked, nobody learns that its invoice is over. The checkout then refuses it, and money that
-- comes nevertheless is credited.
create or replace function billing.invoices_over(p_ids bigint[]) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_users bigint[];
begin
  with over as (
    update billing.invoices as i
    set status = 'over', closed_at = app.now()
    from billing.providers as p
    where i.id = any (p_ids)
      and i.status in ('creating', 'open')
      and i.expires_at <= app.now()
      and p.name = i.provider
      and 'fetch' <> all (p.can)
    returning i.user_id
  )
  select array_agg(distinct o.user_id order by o.user_id) into v_users from over as o;
  perform app.refresh_screens(v_users, 'invoice');
end
$$;
comment on function billing.invoices_over(bigint[]) is
  'Ends those of these invoices that have expired and that no provider can be asked about, and has the bot draw them anew. The caller holds them.';
