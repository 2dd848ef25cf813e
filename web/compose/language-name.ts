import { language } from '../messages/index.ts'

const speakers = new Map<string, Intl.DisplayNames>()

/** What a language is called, in the language of the page or in another; its code where nobody knows. */
export function nameOfLanguage(code: string, inLanguage = language): string {
  try {
    const speaker = speakers.get(inLanguage) ?? new Intl.DisplayNames(inLanguage, { type: 'language' })
    speakers.set(inLanguage, speaker)
    return speaker.of(code) ?? code
  } catch {
    return code // a code that the browser takes for none
  }
}
