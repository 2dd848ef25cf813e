import type { Translated } from '../translated.ts'

export const explore: Translated<'explore'> = {}
