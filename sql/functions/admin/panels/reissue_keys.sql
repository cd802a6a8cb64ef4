create or replace function admin.reissue_keys(p_telegram_id bigint, p_panel text, p_reason text) returns bigint
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'panels', p_reason);
  perform app.give_reason(p_reason);
  return case when p_panel is null then ops.reissue_all(p_reason) else ops.reissue_panel(p_panel, p_reason) end;
end
$$;
comment on function admin.reissue_keys(bigint, text, text) is
  'Replaces the keys of a panel, or of all (null), in batches, see ops.reissue_panel. Raises TK070 without the permission panels.';
