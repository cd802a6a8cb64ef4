# صفحهٔ اشتراک و آنچه برنامه‌ها از آن نشان می‌دهند. متن ساده: قالب‌های صفحه آن را ایمن می‌کنند.

page-brand = { -brand }
page-trial = آزمایش رایگان
page-plan = { $plan }
page-status = { $status ->
    [active] فعال
    [activating] در حال روشن شدن
    [grace] پایان یافته، هنوز کار می‌کند
    [restricted] پایان یافت، فقط تلگرام و فروشگاه کار می‌کنند
    [expired] پایان یافته
   *[none] بدون اشتراک
}
page-until = { $status ->
    [grace] تا { UNTIL($expires) } تمدید کنید
    [expired] در { $ends } پایان یافت
    [none] در { $ends } پایان یافت
   *[other] تا { UNTIL($ends) }
}
page-then = سپس { $plan } تا { $ends }
page-days-left = { $count ->
    [one] { $count } روز مانده
   *[other] { $count } روز مانده
}
page-renews = خودکار تمدید می‌شود
page-traffic-left = { $left } از { $limit } گیگابایت مانده
page-traffic-limit = { $limit } گیگابایت حجم
page-traffic-used = { $used } گیگابایت مصرف شده
page-traffic = حجم
page-waiting = دسترسی شما در حال روشن شدن است، معمولاً تا یک دقیقه. سپس این صفحه را دوباره بارگذاری کنید.
page-over = ‏VPN اکنون کار نمی‌کند. تمدید کنید تا این نشانی و برنامهٔ شما دوباره کار کنند؛ لازم نیست چیزی از نو تنظیم شود.
page-renew = تمدید در تلگرام
page-connect = اتصال
page-platform = { $platform ->
    [ios] iPhone و iPad
    [android] Android
    [windows] Windows
    [macos] Mac
    [linux] Linux
   *[tv] تلویزیون
}
page-step-install = برنامه‌ای نصب کنید
page-step-add = اشتراک خود را بیفزایید
page-step-turn-on = آن را روشن کنید
page-turn-on = در برنامه دکمهٔ بزرگ را لمس کنید و اجازه دهید VPN را تنظیم کند.
page-install = نصب { $app }
page-add = افزودن به { $app }
page-by-qr = برنامه را روی دستگاه دیگر باز کنید و کد QR زیر را اسکن کنید، یا نشانی را بنویسید.
page-other-apps = برنامه‌های دیگر
page-by-hand = دستی یا روی دستگاه دیگر
page-address = نشانی شما
page-address-secret = هر کس این نشانی را داشته باشد از VPN شما استفاده می‌کند. اگر لو رفت، در ربات نشانی تازه‌ای بگیرید.
page-copy = کپی
page-copied = کپی شد
page-qr = کد QR
page-qr-alt = کد QR با نشانی اشتراک شما
page-blocked = اگر تلگرام باز نمی‌شود
page-blocked-vpn = VPN را در برنامهٔ خود روشن کنید، سپس ربات را باز کنید.
page-blocked-app = باز کردن ربات در برنامهٔ تلگرام
page-blocked-write = نوشتن به ما بدون تلگرام
page-blocked-keep = این صفحه را نگه دارید: بدون تلگرام کار می‌کند و نشان می‌دهد چه باید کرد.
page-support = پشتیبانی
page-open-title = باز کردن { $app }
page-open-hint = دکمه را لمس کنید. { $app } باز می‌شود و اشتراک شما را می‌افزاید.
page-open = باز کردن { $app }
page-not-opened = باز نشد؟
page-not-opened-install = احتمالاً { $app } هنوز نصب نشده است. آن را نصب کنید، برگردید و دکمه را دوباره لمس کنید.
page-not-opened-copy = یا نشانی را کپی کنید و در برنامه دستی بیفزایید.
page-not-opened-browser = شاید برنامه از مرورگر خود تلگرام باز نشود: در منو «باز کردن در مرورگر» را برگزینید.
page-back = همهٔ برنامه‌ها و راهنما
page-gone-title = این نشانی کار نمی‌کند
page-gone = اگر پیش‌تر کار می‌کرد، با نشانی تازه‌ای جایگزین شده است: ربات را در تلگرام باز کنید تا آن را ببینید.
page-later-title = این صفحه اکنون در دسترس نیست
page-later = خودبه‌خود برطرف می‌شود: چند دقیقهٔ دیگر صفحه را دوباره باز کنید. آنچه در برنامه‌تان تنظیم شده همان‌گونه می‌ماند. اگر صفحه همچنان باز نشد، در ربات تلگرام به پشتیبانی بنویسید.
page-device-full = سقف دستگاه‌ها پر است: یکی را در ربات جدا کنید
page-device-nameless = این برنامه نمی‌گوید روی کدام دستگاه است: برنامهٔ دیگری بگیرید
page-announce-ended = اشتراک شما پایان یافت. تمدید کنید: { $where }
page-announce-activating = دسترسی شما در حال روشن شدن است. یک دقیقهٔ دیگر اشتراک را به‌روزرسانی کنید.
page-announce-grace = اشتراک شما پایان یافت؛ دسترسی تا { UNTIL($expires) } می‌ماند. تمدید کنید: { $where }
page-announce-ends = اشتراک شما { ON($ends) } پایان می‌یابد و خودکار تمدید نمی‌شود. تمدید کنید: { $where }
