import type { Translated } from '../translated.ts'

export const accounts: Translated<'accounts'> = {}
