import { speaker } from '../../kit/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'

/** The texts of the pages around an account. */
export const speak = speaker<typeof en>({ en, de, fa })
