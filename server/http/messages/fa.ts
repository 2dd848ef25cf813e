import type { Translation } from '../../kit/index.ts'
import type { en } from './en.ts'

export const fa: Translation<typeof en> = {
  frame: {
    toContent: 'رفتن به محتوا',
    account: 'حساب',
    signIn: 'ورود',
    signOut: 'خروج',
    join: 'عضو شوید',
    settings: 'تنظیمات',
    yourSettings: 'تنظیمات شما',
    about: 'دربارهٔ این شبکه',
    worksWith: '{network} با همهٔ برنامه‌های ماستودون کار می‌کند.',
    language: 'زبان',
  },
  error: {
    notFound: 'اینجا چیزی نیست',
    notFoundText: 'شاید پاک شده، یا نشانی کاملاً درست نیست.',
    failed: 'مشکلی پیش آمد',
    failedText: 'اینجا مشکلی پیش آمد. گرداننده آن را با شناسهٔ {id} در گزارش کارساز می‌یابد.',
    unavailable: 'این کار فعلاً ممکن نیست. لطفاً کمی بعد دوباره امتحان کنید.',
    refused: 'انجام نشد',
    badRequest: 'آنچه مرورگر شما فرستاد درست نیست.',
    forbidden: 'اجازهٔ این کار را ندارید، یا دیگر ندارید.',
    formOld: 'این فرم کهنه شده، یا کوکی‌ها خاموش است. برگردید، صفحه را دوباره بار کنید و از نو بفرستید.',
    tooLarge: 'آنچه فرستادید زیادی بزرگ است.',
    tooMany: 'در زمان کوتاه بیش از اندازه بود. لطفاً کمی صبر کنید و دوباره امتحان کنید.',
    frontPage: 'رفتن به صفحهٔ اصلی',
  },
}
