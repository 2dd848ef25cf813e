import type { Translated } from '../translated.ts'

export const notifications: Translated<'notifications'> = {}
