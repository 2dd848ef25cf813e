import type { Translated } from '../translated.ts'

export const compose: Translated<'compose'> = {}
