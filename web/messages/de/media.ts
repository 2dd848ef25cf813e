import type { Translated } from '../translated.ts'

export const media: Translated<'media'> = {}
