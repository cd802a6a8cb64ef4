-- It takes what it corrects now. The new one comes with this release.
drop function if exists support.answer(bigint, uuid, bigint, bigint, text, text);
