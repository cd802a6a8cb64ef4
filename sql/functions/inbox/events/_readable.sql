-- JSON can express what PostgreSQL cannot store (NUL, half of a surrogate pair), and a body from outside need not be
-- JSON at all. Used only after reading the original bytes has failed.
create or replace function inbox._readable(p_raw bytea) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Byte by byte in hexadecimal, because PostgreSQL has no replace() for bytea.
  v_raw constant bytea := decode(replace(regexp_replace(encode(p_raw, 'hex'), '..', '\& ', 'g'), '00 ', '3f '), 'hex');
  v_text text;
begin
  begin
    v_text := convert_from(v_raw, 'UTF8');
  exception when data_exception then
    v_text := convert_from(v_raw, 'LATIN1');
  end;
  -- An escaped backslash does not begin an escape.
  v_text := replace(v_text, '\\', '\u005c');
  v_text := regexp_replace(v_text, '\\u(0000|d[89a-f][0-9a-f]{2})', '\\ufffd', 'gi');
  return regexp_replace(v_text, '[\x01-\x1f]', ' ', 'g');
end
$$;
comment on function inbox._readable(bytea) is
  'Takes the bytes of a JSON document. Returns it as text in which everything that PostgreSQL cannot store is replaced: NUL, surrogates, control characters within strings, invalid UTF-8.';
