-- A text does not fit its message any more when a release gives that another variable. The program then writes ours.
create or replace function app.note_failed_text(p_version bigint, p_failed text) returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if p_version = (select max(t.version) from app.shop_texts as t) then
    perform jobs.note_alarm('shop_text', p_failed);
  end if;
end
$$;
comment on function app.note_failed_text(bigint, text) is
  'Raises the alarm shop_text: which texts of the shop, of the version that is the newest, could not be written, and why. The next change of a text ends it.';
