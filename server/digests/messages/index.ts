import { speaker } from '../../kit/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'

/** The texts of the pages about mails; the mails themselves are English. */
export const speak = speaker<typeof en>({ en, de, fa })
