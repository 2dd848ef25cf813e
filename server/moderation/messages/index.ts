import { speaker } from '../../kit/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'

/** What the server itself says to people of whom it decided something. */
export const speak = speaker<typeof en>({ en, de, fa })
