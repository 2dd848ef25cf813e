import type { Module } from './app.ts'
import { http } from './http/index.ts'
import { signals } from './signals/index.ts'

/** The table of contents, from the ground up. THE ORDER IS LAW: a module imports only modules above it. */
export const order = [
  'kit',
  'config',
  'storage',
  'signals',
  'http',
  'mail',
  'accounts',
  'oauth',
  'relations',
  'media',
  'posts',
  'timelines',
  'notifications',
  'streaming',
  'instance',
  'pages',
] as const

export const modules: readonly Module[] = [signals, http]
