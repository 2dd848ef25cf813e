/** What the operators tell everybody. Owns `announcements` and what people answered. */
import type { Module } from '../app.ts'

export const announcements: Module = { name: 'announcements' }
