import type { Translated } from '../translated.ts'

export const timelines: Translated<'timelines'> = {}
