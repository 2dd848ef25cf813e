import type { Translated } from '../translated.ts'

export const moderation: Translated<'moderation'> = {}
