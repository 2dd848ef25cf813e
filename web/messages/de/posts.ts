import type { Translated } from '../translated.ts'

export const posts: Translated<'posts'> = {}
