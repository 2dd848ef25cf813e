import { speaker } from '../../kit/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'

export const catalogues = { en, de, fa }

/** The texts of the public pages. */
export const speak = speaker<typeof en>(catalogues)
export type Words = ReturnType<typeof speak>
