import { speaker } from '../../kit/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'

/** The texts of signing in, of consent, and of the lists of who has access. */
export const speak = speaker<typeof en>({ en, de, fa })
