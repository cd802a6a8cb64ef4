# Страница подписки и то, что из неё показывают приложения. Простой текст: экранируют шаблоны страницы.

page-brand = { -brand }
page-trial = Пробный период
page-plan = { $plan }
page-status = { $status ->
    [active] Работает
    [activating] Включаем
    [grace] Закончилась, ещё работает
    [restricted] Закончилась, работают только Telegram и магазин
    [expired] Закончилась
   *[none] Подписки нет
}
page-until = { $status ->
    [grace] Продлите до { UNTIL($expires) }
    [expired] Закончилась { $ends }
    [none] Закончилась { $ends }
   *[other] До { $ends }
}
page-then = Затем { $plan } до { $ends }
page-days-left = { $count ->
    [one] Остался { $count } день
    [few] Осталось { $count } дня
   *[other] Осталось { $count } дней
}
page-renews = Продлевается автоматически
page-traffic-left = Осталось { $left } из { $limit } ГБ
page-traffic-limit = { $limit } ГБ трафика
page-traffic-used = Потрачено { $used } ГБ
page-traffic = Трафик
page-waiting = Включаем доступ, обычно это занимает не больше минуты. Потом обновите эту страницу.
page-over = VPN сейчас не работает. Продлите подписку — и этот адрес и приложение снова заработают, настраивать заново ничего не нужно.
page-renew = Продлить в Telegram
page-connect = Подключить
page-platform = { $platform ->
    [ios] iPhone и iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] Телевизор
}
page-step-install = Установите приложение
page-step-add = Добавьте подписку
page-step-turn-on = Включите
page-turn-on = В приложении нажмите большую кнопку и разрешите настроить VPN.
page-install = Установить { $app }
page-add = Добавить в { $app }
page-by-qr = Откройте приложение на другом устройстве и отсканируйте QR-код ниже или введите адрес.
page-other-apps = Другие приложения
page-by-hand = Вручную или на другом устройстве
page-address = Ваш адрес
page-address-secret = У кого есть этот адрес, тот пользуется вашим VPN. Если он утёк, возьмите новый в боте.
page-copy = Скопировать
page-copied = Скопировано
page-qr = QR-код
page-qr-alt = QR-код с адресом вашей подписки
page-blocked = Если Telegram не открывается
page-blocked-vpn = Включите VPN в приложении, потом откройте бота.
page-blocked-app = Открыть бота в приложении Telegram
page-blocked-write = Написать нам без Telegram
page-blocked-keep = Сохраните эту страницу: она работает без Telegram и подскажет, что делать.
page-support = Поддержка
page-open-title = Открыть { $app }
page-open-hint = Нажмите кнопку: { $app } откроется и добавит подписку.
page-open = Открыть { $app }
page-not-opened = Не открылось?
page-not-opened-install = Скорее всего, { $app } ещё не установлено. Установите, вернитесь сюда и нажмите кнопку ещё раз.
page-not-opened-copy = Или скопируйте адрес и добавьте его в приложении вручную.
page-not-opened-browser = Во встроенном браузере Telegram приложение может не открыться: выберите в меню «Открыть в браузере».
page-back = Все приложения и помощь
page-gone-title = Этот адрес не работает
page-gone = Если раньше он работал, его заменили новым: откройте бота в Telegram, чтобы увидеть его.
page-later-title = Страница сейчас недоступна
page-later = Это пройдёт само: откройте страницу ещё раз через несколько минут. То, что настроено в вашем приложении, остаётся как есть. Если страница так и не откроется, напишите в поддержку в боте в Telegram.
page-device-full = Лимит устройств: отвяжите одно в боте
page-device-nameless = Приложение не сообщает, какое это устройство: возьмите другое
page-announce-ended = Подписка закончилась. Продлить: { $where }
page-announce-activating = Включаем доступ. Обновите подписку через минуту.
page-announce-grace = Подписка закончилась, доступ сохраняется до { UNTIL($expires) }. Продлить: { $where }
page-announce-ends = Подписка закончится { ON($ends) } и сама не продлится. Продлить: { $where }
