create or replace function vpn.note_drift() returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform jobs.note_alarm(
    'panel_drift',
    (
      select string_agg(format('%s: %s', p.code, why.text), '; ' order by p.code) || ', see ops.drift'
      from vpn.panels as p
      left join lateral (
        select s.held
        from vpn.scans as s
        where s.panel_id = p.id and s.compared_at is not null and s.error is null
        order by s.started_at desc, s.id desc
        limit 1
      ) as last on true
      cross join lateral (
        select count(*) from vpn.drift as r where r.panel_id = p.id and r.state = 'recurring'
      ) as recurring (count)
      left join vpn.panel_states as t on t.panel_id = p.id
      cross join lateral (
        select concat_ws(
          '; ', last.held,
          case when recurring.count > 0 then format('%s differ again after they were sent', recurring.count) end,
          case when t.links_differ_since is not null then 'it gives other links than customers have' end, t.dead_links
        )
      ) as why (text)
      where why.text <> ''
    )
  );
end
$$;
comment on function vpn.note_drift() is
  'Raises or ends the alarm panel_drift: what the last complete scans hold, what differs repeatedly, other links than customers have, and links that lead where no customer gets.';
