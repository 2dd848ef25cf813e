import type { Format } from '../row.ts'
import { CombinedFormat } from './combined.ts'
import { OwnFormat } from './own.ts'

export const formatNames = ['tweeter', 'combined'] as const
export type FormatName = (typeof formatNames)[number]

/** @param posts whether the posts of our own records are wanted. */
export function openFormat(name: FormatName, posts: boolean): Format {
  return name === 'tweeter' ? new OwnFormat(posts) : new CombinedFormat()
}
