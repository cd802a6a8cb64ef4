-- JSON can say what PostgreSQL cannot hold (NUL, half of a surrogate pair), and what comes from outside need not even
-- be JSON. Only where reading it as it came has failed.
create or replace function inbox._readable(p_raw bytea) returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Byte by byte in hexadecimal, for there is no replace() of bytes.
  v_raw constant bytea := decode(replace(regexp_replace(encode(p_raw, 'hex'), '..', '\& ', 'g'), '00 ', '3f '), 'hex');
  v_text text;
begin
  begin
    v_text := convert_from(v_raw, 'UTF8');
  exception when data_exception then
    v_text := convert_from(v_raw, 'LATIN1');
  end;
  -- A backslash that is escaped itself begins no escape.
  v_text := replace(v_text, '\\', '\u005c');
  v_text := regexp_replace(v_text, '\\u(0000|d[89a-f][0-9a-f]{2})', '\\ufffd', 'gi');
  return regexp_replace(v_text, '[\x01-\x1f]', ' ', 'g');
end
$$;
comment on function inbox._readable(bytea) is
  'Takes the bytes of a JSON document; returns it with replacements for what PostgreSQL cannot hold: NUL, surrogates, control characters within strings, what is no UTF-8.';
