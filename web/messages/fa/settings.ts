import type { Translated } from '../translated.ts'

export const settings: Translated<'settings'> = {}
