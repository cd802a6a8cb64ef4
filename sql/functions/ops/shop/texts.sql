create or replace view ops.texts as
select e.name, t.locale, t.text, t.changed_at, e.variables, e.longest, e.plain
from app.editable_texts as e
left join app.shop_texts as t on t.name = e.name and t.text is not null
order by e.position, t.locale;
comment on view ops.texts is
  'The texts that the shop may write itself, and what it has written, by language. Changed by ops.set_text().';
comment on column ops.texts.name is 'Which text, see app.editable_texts.';
comment on column ops.texts.locale is
  'Language of what the shop wrote, all for every language; null where it wrote none.';
comment on column ops.texts.text is 'What it wrote; null: ours in all languages.';
comment on column ops.texts.changed_at is 'When it wrote that, business time, UTC; null where it wrote none.';
comment on column ops.texts.variables is 'What the text may have in braces.';
comment on column ops.texts.longest is 'Most characters.';
comment on column ops.texts.plain is 'Whether it has no tags.';
