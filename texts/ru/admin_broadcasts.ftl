# Рассылки в меню администратора.
button-admin-broadcasts = Рассылки
button-admin-refresh = Обновить
button-admin-broadcast-new = ✏️ Написать многим
admin-broadcasts = <b>Рассылки</b>
    { $count ->
        [0] Пока ни одной. Ваше сообщение получат сразу многие клиенты — так быстро, как позволяет Telegram.
       *[other] Одно сообщение многим клиентам. Нажмите на рассылку, чтобы узнать, как она прошла.
    }
admin-broadcast-mark = { $status ->
    [draft] ✏️
    [scheduled] ⏰
    [sending] ▶️
    [paused] ⏸
    [finished] ✅
    [deleting] 🗑
    [deleted] 🗑
   *[cancelled] ⏹
}
admin-form-broadcast_new = <b>Написать многим</b>
admin-ask-broadcast_kind = Что это?

    <b>Важное</b> (работы, безопасность): получат все, в любое время.
    <b>Предложение</b> (новости, скидки): не получат те, кто отключил предложения; ночью не отправляется. Под сообщением есть кнопка, которая отключает такие сообщения.
admin-field-broadcast_kind = Вид
button-admin-broadcast-kind = { $kind ->
    [important] Важное
   *[offer] Предложение
}
admin-ask-broadcast_segment = Кто получит сообщение?
admin-field-broadcast_segment = Кому
button-admin-broadcast-segment = { $segment ->
    [all] Все
    [active] С подпиской
    [trial] На пробном
    [expired] Подписка истекла
    [never_paid] Не платили
    [never_connected] Не подключались
    [language] Язык: { $argument }
    [plan] Тариф: { $argument }
   *[view] Список: { $argument }
}
admin-ask-broadcast_content = Пришлите сообщение таким, каким его прочитают клиенты: текст, либо фото или видео с подписью. Оформление сохранится. В тексте до 4096 знаков, в подписи до 1024.
admin-field-broadcast_content = Текст
button-admin-broadcast-content = { $media ->
    [photo] 🖼{" "}
    [video] 🎬{" "}
   *[none] {""}
}{ $text }
admin-ask-broadcast_buttons = Нужна кнопка под сообщением? Выберите экран бота или напишите свои кнопки, по одной в строке: надпись, дефис и адрес, например

    <code>Подробнее - https://example.com</code>

    Нажатия на кнопки, которые ведут в бота, считаются.
admin-field-broadcast_buttons = Кнопки
admin-form-broadcast_text = <b>Текст рассылки</b>
admin-form-broadcast_edit = <b>Изменить рассылку</b>
    Там, где сообщение уже пришло, оно тоже изменится.
admin-ask-broadcast_language = На каком языке читают? Те, для чьего языка текста нет, получат общий.
admin-field-broadcast_language = Язык
button-admin-broadcast-any = Все языки
admin-form-broadcast_compare = <b>Сравнить два текста</b>
    Текст Б получит часть клиентов по жребию. Нажатия и платежи покажут, какой текст лучше.
admin-ask-broadcast_share = Скольким из ста отправить текст Б?
admin-field-broadcast_share = Доля Б, %
admin-ask-broadcast_days = За сколько дней после сообщения считать платежи?
admin-field-broadcast_days = Дней
admin-form-broadcast_start = <b>Начать рассылку</b>
admin-ask-broadcast_when = Когда? Нажмите кнопку или напишите день и время по часам магазина, например <code>31.12.2027 18:30</code>.
admin-field-broadcast_when = Когда
button-admin-broadcast-now = Сейчас
admin-form-broadcast_steer = <b>Рассылка</b>
admin-broadcast-act = { $act ->
    [cancel] Рассылка закончится сейчас. Не получат её (ещё не отправлено): { $waiting }.
    [delete] Рассылка закончится сейчас, и сообщение исчезнет из чатов, куда пришло за последние двое суток. Более старые Telegram удалять не даёт.
   *[unschedule] Рассылка не начнётся сама.
}
admin-broadcast = <b>Рассылка { $id }</b> · { $kind ->
    [important] важное
   *[offer] предложение
} · { $status ->
    [draft] черновик
    [scheduled] запланирована
    [sending] отправляется
    [paused] на паузе
    [finished] отправлена
    [deleting] удаляется
    [deleted] удалена
   *[cancelled] отменена
}
    Кому: { $segment }
admin-broadcast-audience = Сейчас получили бы: <b>{ $reached }</b>{ $unreachable ->
    [0] {""}
   *[other] {" · недоступны: "}{ $unreachable }
}{ $declined ->
    [0] {""}
   *[other] {" · отключили предложения: "}{ $declined }
}
admin-broadcast-scheduled = Начнётся { ON($at) }
admin-broadcast-not-started = ✋ Не началась{ broadcast-why }
admin-broadcast-text = { $variant ->
    [A] <b>Текст А</b> ·{" "}
    [B] <b>Текст Б</b> ·{" "}
   *[other] {""}
}{ $language } · { $tested ->
    [yes] ✅ проверен
    [refused] ⚠️ { $error }
   *[no] ещё не проверен
}{ $buttons ->
    [0] {""}
   *[other] {" · кнопок: "}{ $buttons }
}
    { $media ->
        [photo] 🖼{" "}
        [video] 🎬{" "}
       *[none] {""}
    }{ $text }
admin-broadcast-share = Текст Б получат { $share } из ста.
admin-broadcast-figures = { $variant ->
    [A] <b>А:</b>{" "}
    [B] <b>Б:</b>{" "}
   *[other] {""}
}отправлено: { $sent } · нажали: { $tapped } · заплатили за { $days } дн.: { $payers } ({ $paid })
broadcast-why = { $why ->
    [none] {""}
    [no_text] {" · "}Нет текста для всех языков.
    [no_b] {" · "}Нет текста Б для всех языков.
    [not_tested] {" · "}Текст изменили после проверки.
    [test_refused] {" · "}Telegram не принял пробное сообщение.
    [too_late] {" · "}Её время прошло больше шести часов назад. Если она ещё уместна, начните её снова.
    [restored] {" · "}Магазин восстановлен из резервной копии, и кто её с тех пор получил, неизвестно. Если продолжить, кто-то получит её дважды.
   *[other] {" · "}Причина: { $why }
}
broadcast-progress = { $status ->
    [draft] ✋ <b>Рассылка { $id } не началась</b>{ broadcast-why }
   *[other] { broadcast-counts }
}
broadcast-counts = { $status ->
    [sending] ▶️ <b>Рассылка { $id } отправляется</b>
    [paused] ⏸ <b>Рассылка { $id } на паузе</b>{ broadcast-why }
    [finished] ✅ <b>Рассылка { $id } отправлена</b>
    [deleting] 🗑 <b>Рассылка { $id } удаляется</b>
    [deleted] 🗑 <b>Рассылка { $id } удалена</b>
    [scheduled] ⏰ <b>Рассылка { $id } запланирована</b>
   *[cancelled] ⏹ <b>Рассылка { $id } отменена</b>
}
    Отправлено: <b>{ $sent }</b> из { $total }{ $status ->
        [sending] {" · осталось около "}{ $minutes } мин
        [finished] {" · заняло "}{ $minutes } мин
       *[other] {""}
    }
    Ждут: { $waiting }{ $asleep ->
        [0] {""}
       *[other] {" (до утра: "}{ $asleep })
    }
    Недоступны: { $unreachable } · отклонено: { $failed } · неизвестно: { $unknown } · пропущено: { $skipped }{ $outdated ->
        [0] {""}
       *[other] {" · будет изменено: "}{ $outdated }
    }{ $deleted ->
        [0] {""}
       *[other] {" · удалено: "}{ $deleted }
    }{ $unchanged ->
        [0] {""}
       *[other] {" · не удалось изменить: "}{ $unchanged }
    }
button-admin-broadcast-test = Прислать пробное
button-admin-broadcast-text = Написать текст
button-admin-broadcast-b = Текст Б
button-admin-broadcast-compare = Доля текста Б
button-admin-broadcast-start = Начать…
button-admin-broadcast-pause = ⏸ Пауза
button-admin-broadcast-resume = ▶️ Продолжить
button-admin-broadcast-open = Открыть
button-admin-broadcast-edit = Изменить текст
button-admin-broadcast-edit-b = Изменить текст Б
button-admin-broadcast-steer = { $act ->
    [cancel] ⏹ Отменить рассылку
    [delete] 🗑 Удалить из чатов
   *[unschedule] Не начинать самой
}
toast-admin-broadcast-test = { $count ->
    [0] Проверять нечего: текста нет.
   *[other] Пробное сообщение отправляется. Прочитайте его и нажмите «Обновить».
}
toast-admin-broadcast-steered = { $outcome ->
    [paused] Пауза. То, что уже в пути, ещё придёт.
    [sending] Рассылка продолжается.
   *[other] Сейчас это невозможно.
}
admin-broadcast-drafted = ✅ Записано, но ещё не отправлено. Пришлите себе пробное, затем начните рассылку.
admin-broadcast-outcome = { $outcome ->
    [written] ✅ Текст записан.
    [compared] ✅ Сравниваются два текста.
    [started] ✅ Рассылка началась. Как она идёт, видно в этом чате.
    [scheduled] ✅ Рассылка начнётся сама.
    [cancelled] ✅ Отменена.
    [deleting] ✅ Сообщения удаляются.
    [draft] ✅ Сама она больше не начнётся.
    [no_text] Нужен текст для всех языков.
    [no_b] Нужен текст Б для всех языков.
    [not_tested] Прежде чем начать: пришлите себе пробное и прочитайте его.
    [test_refused] ⚠️ Telegram не принимает текст, см. ниже: измените его.
    [past] ⚠️ Это время уже прошло.
    [over] ⚠️ Она уже началась или закончилась.
   *[not_so] ⚠️ Сейчас это невозможно.
}
