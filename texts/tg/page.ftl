# Саҳифаи обуна ва он чи барномаҳо аз он нишон медиҳанд. Матни оддӣ: онро қолабҳои саҳифа ҳифз мекунанд.

page-brand = { -brand }
page-trial = Озмоиши ройгон
page-plan = { $plan }
page-status = { $status ->
    [active] Фаъол
    [activating] Фурӯзон мешавад
    [grace] Анҷом ёфт, ҳанӯз кор мекунад
    [restricted] Анҷом ёфт, танҳо Telegram ва мағоза кор мекунанд
    [expired] Анҷом ёфт
   *[none] Обуна нест
}
page-until = { $status ->
    [grace] То { UNTIL($expires) } тамдид кунед
    [expired] Анҷом ёфт: { $ends }
    [none] Анҷом ёфт: { $ends }
   *[other] То { UNTIL($ends) }
}
page-then = Баъд { $plan } то { $ends }
page-days-left = { $count } рӯз монд
page-renews = Худкор тамдид мешавад
page-traffic-left = Аз { $limit } ГБ { $left } ГБ монд
page-traffic-limit = { $limit } ГБ трафик
page-traffic-used = { $used } ГБ сарф шуд
page-traffic = Трафик
page-waiting = Дастрасии шумо фурӯзон мешавад, одатан дар як дақиқа. Баъд ин саҳифаро аз нав кушоед.
page-over = VPN ҳоло кор намекунад. Тамдид кунед ва ин суроға ва барномаатон боз кор мекунанд; чизеро аз нав танзим кардан лозим нест.
page-renew = Тамдид дар Telegram
page-connect = Пайваст шудан
page-platform = { $platform ->
    [ios] iPhone ва iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] ТВ
}
page-step-install = Барномаро насб кунед
page-step-add = Обунаатонро илова кунед
page-step-turn-on = Онро фурӯзон кунед
page-turn-on = Дар барнома тугмаи калонро зер кунед ва ба танзими VPN иҷозат диҳед.
page-install = Насб кардани { $app }
page-add = Илова ба { $app }
page-by-qr = Барномаро дар дастгоҳи дигар кушоед ва рамзи QR-и поёнро скан кунед ё суроғаро нависед.
page-other-apps = Барномаҳои дигар
page-by-hand = Дастӣ ё дар дастгоҳи дигар
page-address = Суроғаи шумо
page-address-secret = Ҳар кӣ ин суроғаро дорад, аз VPN-и шумо истифода мебарад. Агар он ба дасти бегона афтад, дар бот навашро гиред.
page-copy = Нусха гирифтан
page-copied = Нусха шуд
page-qr = Рамзи QR
page-qr-alt = Рамзи QR бо суроғаи обунаи шумо
page-blocked = Агар Telegram кушода нашавад
page-blocked-vpn = VPN-ро дар барномаатон фурӯзон кунед, баъд ботро кушоед.
page-blocked-app = Кушодани бот дар барномаи Telegram
page-blocked-write = Бе Telegram ба мо навиштан
page-blocked-keep = Ин саҳифаро нигоҳ доред: он бе Telegram кор мекунад ва нишон медиҳад, ки чӣ бояд кард.
page-support = Дастгирӣ
page-open-title = Кушодани { $app }
page-open-hint = Тугмаро зер кунед. { $app } кушода мешавад ва обунаи шуморо илова мекунад.
page-open = Кушодани { $app }
page-not-opened = Кушода нашуд?
page-not-opened-install = Эҳтимол { $app } ҳанӯз насб нашудааст. Онро насб кунед, баргардед ва тугмаро боз зер кунед.
page-not-opened-copy = Ё суроғаро нусха гиред ва дар барнома дастӣ илова кунед.
page-not-opened-browser = Дар браузери худи Telegram барнома шояд кушода нашавад: дар меню «Кушодан дар браузер»-ро интихоб кунед.
page-back = Ҳамаи барномаҳо ва кӯмак
page-gone-title = Ин суроға кор намекунад
page-gone = Агар пештар кор мекард, ба наваш иваз шудааст: барои дидани он ботро дар Telegram кушоед.
page-later-title = Ин саҳифа ҳоло дастрас нест
page-later = Ин худ аз худ мегузарад: пас аз чанд дақиқа саҳифаро боз кушоед. Он чи дар барномаи шумо танзим шудааст, бетағйир мемонад. Агар саҳифа кушода нашавад, дар боти Telegram ба дастгирӣ нависед.
page-device-full = Маҳдудияти дастгоҳҳо пур шуд: дар бот якеро ҷудо кунед
page-device-nameless = Барнома дастгоҳашро намегӯяд: барномаи дигар гиред
page-announce-ended = Обунаи шумо анҷом ёфт. Тамдид: { $where }
page-announce-activating = Дастрасии шумо фурӯзон мешавад. Пас аз як дақиқа обунаро навсозӣ кунед.
page-announce-grace = Обунаи шумо анҷом ёфт; дастрасӣ то { UNTIL($expires) } боқӣ мемонад. Тамдид: { $where }
page-announce-ends = Обунаи шумо { $ends } анҷом меёбад ва худкор тамдид намешавад. Тамдид: { $where }
