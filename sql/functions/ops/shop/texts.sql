create or replace view ops.texts as
select e.name, t.locale, t.text, t.changed_at, e.variables, e.longest, e.plain
from app.editable_texts as e
left join app.shop_texts as t on t.name = e.name and t.text is not null
order by e.position, t.locale;
comment on view ops.texts is
  'The texts that the shop may write itself, and what it has written, by language (null: ours in all). Changed by ops.set_text().';
