/** The client's texts in the language of the page. `t` is there once `loadMessages` is done, before anything renders. */
import { type MessageKey, type Translate, translator } from '../../server/kit/messages.ts'
import type { en } from './en/index.ts'

export type Texts = typeof en
export type TextKey = MessageKey<Texts>

export let t: Translate<Texts>
/** The language of the page, as the server chose it from the cookie and the browser. */
export const language = document.documentElement.lang
export const direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'

const catalogues = {
  en: () => import('./en/index.ts').then((module) => module.en),
  de: () => import('./de/index.ts').then((module) => module.de),
  fa: () => import('./fa/index.ts').then((module) => module.fa),
}

export async function loadMessages(): Promise<void> {
  const load = catalogues[language as keyof typeof catalogues] ?? catalogues.en
  t = translator<Texts>(language, (await load()) as Texts)
}
