import { speaker } from '../../kit/index.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { fa } from './fa.ts'

/** The texts of the frame of all pages, and of errors. */
export const speak = speaker<typeof en>({ en, de, fa })
