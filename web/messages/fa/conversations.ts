import type { Translated } from '../translated.ts'

export const conversations: Translated<'conversations'> = {}
