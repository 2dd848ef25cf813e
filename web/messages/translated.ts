import type { Translation } from '../../server/kit/messages.ts'
import type { en } from './en/index.ts'

/** What one area of the catalogue of another language must have. */
export type Translated<Area extends keyof typeof en> = Translation<typeof en>[Area]
