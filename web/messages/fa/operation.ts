import type { Translated } from '../translated.ts'

export const operation: Translated<'operation'> = {}
