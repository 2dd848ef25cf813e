import type { Translation } from '../../kit/index.ts'
import type { en } from './en.ts'

export const fa: Translation<typeof en> = {
  frame: {
    skip: 'رفتن به محتوا',
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
}
