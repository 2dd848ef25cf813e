/** What the service worker says. It has its own few words, because it stands alone: no file beside its own. */
import type { LanguageCode } from '../../server/kit/messages.ts'

export interface Words {
  readonly direction: 'ltr' | 'rtl'
  readonly title: string
  readonly text: string
  readonly retry: string
  /** For a message that cannot be read. */
  readonly notification: string
}

const words: Readonly<Record<LanguageCode, Words>> = {
  en: {
    direction: 'ltr',
    title: 'You are offline',
    text: 'The server cannot be reached at the moment. This page comes back by itself as soon as it can be.',
    retry: 'Try again',
    notification: 'You have a new notification',
  },
  de: {
    direction: 'ltr',
    title: 'Du bist offline',
    text: 'Der Server ist gerade nicht erreichbar. Sobald er es wieder ist, lädt diese Seite von selbst.',
    retry: 'Erneut versuchen',
    notification: 'Du hast eine neue Mitteilung',
  },
  fa: {
    direction: 'rtl',
    title: 'آفلاین هستید',
    text: 'اکنون به کارساز دسترسی نیست. همین که دسترسی برقرار شود، این صفحه خودش دوباره بار می‌شود.',
    retry: 'تلاش دوباره',
    notification: 'اعلان تازه‌ای دارید',
  },
}

/** @param code BCP 47; English where it is a language that we do not speak. */
export const wordsIn = (code: string | null): { readonly code: LanguageCode } & Words => {
  const known = (code?.split('-')[0] ?? '') as LanguageCode
  return known in words ? { code: known, ...words[known] } : { code: 'en', ...words.en }
}
