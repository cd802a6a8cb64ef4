# Жазылым беті және қолданбалар одан көрсететіні. Қарапайым мәтін: оны беттің үлгілері қорғайды.

page-brand = { -brand }
page-trial = Тегін сынақ
page-plan = { $plan }
page-status = { $status ->
    [active] Белсенді
    [activating] Қосылуда
    [grace] Бітті, әлі жұмыс істейді
    [restricted] Бітті, тек Telegram мен дүкен жұмыс істейді
    [expired] Бітті
   *[none] Жазылым жоқ
}
page-until = { $status ->
    [grace] { UNTIL($expires) } дейін ұзартыңыз
    [expired] Бітті: { $ends }
    [none] Бітті: { $ends }
   *[other] { UNTIL($ends) } дейін
}
page-then = Содан кейін { $plan } { $ends } дейін
page-days-left = { $count ->
    [one] { $count } күн қалды
   *[other] { $count } күн қалды
}
page-renews = Автоматты түрде ұзартылады
page-traffic-left = { $limit } ГБ ішінен { $left } ГБ қалды
page-traffic-limit = { $limit } ГБ трафик
page-traffic-used = { $used } ГБ жұмсалды
page-traffic = Трафик
page-waiting = Қолжетімділік қосылуда, әдетте бір минут ішінде. Содан кейін бұл бетті жаңартыңыз.
page-over = VPN қазір жұмыс істемейді. Ұзартыңыз, бұл мекенжай мен қолданбаңыз қайта жұмыс істейді; ештеңені қайта баптау қажет емес.
page-renew = Telegram арқылы ұзарту
page-connect = Қосылу
page-platform = { $platform ->
    [ios] iPhone және iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] ТД
}
page-step-install = Қолданба орнатыңыз
page-step-add = Жазылымыңызды қосыңыз
page-step-turn-on = Іске қосыңыз
page-turn-on = Қолданбадағы үлкен түймені басып, VPN орнатуға рұқсат беріңіз.
page-install = { $app } орнату
page-add = { $app } ішіне қосу
page-by-qr = Басқа құрылғыда қолданбаны ашып, төмендегі QR кодты сканерлеңіз немесе мекенжайды енгізіңіз.
page-other-apps = Басқа қолданбалар
page-by-hand = Қолмен немесе басқа құрылғыда
page-address = Мекенжайыңыз
page-address-secret = Осы мекенжайы бар адам VPN-іңізді пайдаланады. Ол бөтен адамға түссе, боттан жаңасын алыңыз.
page-copy = Көшіру
page-copied = Көшірілді
page-qr = QR код
page-qr-alt = Жазылымыңыздың мекенжайы бар QR код
page-blocked = Telegram ашылмаса
page-blocked-vpn = Қолданбада VPN-ді қосып, содан кейін ботты ашыңыз.
page-blocked-app = Ботты Telegram қолданбасында ашу
page-blocked-write = Бізге Telegram-сыз жазу
page-blocked-keep = Бұл бетті сақтап қойыңыз: ол Telegram-сыз жұмыс істейді және не істеу керегін көрсетеді.
page-support = Қолдау
page-open-title = { $app } ашу
page-open-hint = Түймені басыңыз. { $app } ашылып, жазылымыңызды қосады.
page-open = { $app } ашу
page-not-opened = Ашылмады ма?
page-not-opened-install = { $app } әлі орнатылмаған болуы керек. Оны орнатып, қайтып келіп, түймені тағы басыңыз.
page-not-opened-copy = Немесе мекенжайды көшіріп, қолданбаға қолмен қосыңыз.
page-not-opened-browser = Telegram-ның өз браузерінде қолданба ашылмауы мүмкін: мәзірден «Браузерде ашу» таңдаңыз.
page-back = Барлық қолданба және көмек
page-gone-title = Бұл мекенжай жұмыс істемейді
page-gone = Бұрын жұмыс істеген болса, жаңасына ауыстырылған: оны көру үшін Telegram-да ботты ашыңыз.
page-later-title = Бұл бет қазір қолжетімсіз
page-later = Бұл өздігінен өтеді: бірнеше минуттан кейін бетті қайта ашыңыз. Қолданбаңыздағы баптаулар сол күйінде қалады. Бет ашылмаса, Telegram-дағы ботта қолдау қызметіне жазыңыз.
page-device-full = Құрылғылар шегі толды: ботта біреуін ажыратыңыз
page-device-nameless = Қолданба құрылғысын айтпайды: басқасын алыңыз
page-announce-ended = Жазылымыңыз бітті. Ұзарту: { $where }
page-announce-activating = Қолжетімділік қосылуда. Бір минуттан кейін жазылымды жаңартыңыз.
page-announce-grace = Жазылымыңыз бітті; қолжетімділік { UNTIL($expires) } дейін сақталады. Ұзарту: { $where }
page-announce-ends = Жазылымыңыз бітеді: { $ends }, автоматты түрде ұзартылмайды. Ұзарту: { $where }
