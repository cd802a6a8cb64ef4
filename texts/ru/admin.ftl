# Меню администратора. Языков в нём меньше, чем в магазине: см. ADMIN_LANGUAGES.
admin-menu = <b>Управление магазином</b>
    Ваша роль: { $role }
    Всё, что вы здесь делаете, остаётся в журнале, с вашей причиной.
admin-role = { $role ->
    [owner] владелец
    [manager] менеджер
    [support] поддержка
   *[none] нет
}
button-admin-admins = Админы
button-admin-cancel = Отменить
button-admin-confirm = Подтвердить
button-admin-skip = Пропустить
button-admin-role = { $role ->
    [owner] Владелец: всё
    [manager] Менеджер: ежедневные дела
    [support] Поддержка: клиенты
   *[none] Больше не администратор
}
button-admin-add-admin = Добавить администратора
toast-admin-refused = Не сделано: { $why }
toast-admin-not-allowed = Ваша роль этого не позволяет.
admin-wrong = ⚠️ Это не ответ на вопрос.
admin-refused = ⚠️ Не сделано: { $why }
admin-cancelled = Отменено, ничего не сделано.
admin-field = { $name }: <b>{ $value }</b>
admin-ask-reason = Почему? Причина записывается, и клиент, которого она касается, её прочитает.
admin-field-reason = Причина
admin-ask-role = Какая роль?
admin-field-role = Роль
admin-ask-user = Кто? Отправьте номер клиента: он указан в его боте в разделе «Ещё». Человек должен был запустить бота.
admin-field-user = Клиент
admin-form-role = <b>Роль администратора</b>
admin-admins = <b>Администраторы</b>
    Что может роль, меняется в базе данных (app.role_permissions).
admin-admin = { $name } · { $id } · { $role }{ $reachable ->
    [no] {" · недоступен"}
   *[yes] {""}
}
admin-role-set = { $outcome ->
    [made] ✅ Роль назначена.
    [removed] ✅ Больше не администратор.
    [unchanged] Эта роль уже была.
    [not_an_owner] ⚠️ Только владелец назначает и снимает владельцев.
    [last_owner] ⚠️ Кто-то должен остаться владельцем: сначала назначьте другого.
   *[unknown] ⚠️ Такого клиента нет.
}
