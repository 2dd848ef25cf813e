/** Whom to follow, and who is listed in the directory. */
import type { Module } from '../app.ts'

export const recommendations: Module = { name: 'recommendations' }
