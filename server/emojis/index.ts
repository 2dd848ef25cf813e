/** Custom emojis of this network. Owns `custom_emojis`. */
import type { Module } from '../app.ts'

export const emojis: Module = { name: 'emojis' }
