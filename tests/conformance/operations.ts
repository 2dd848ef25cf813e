/** What Elk and Phanpy call: first all that only reads, while everything is there. */
import { changes } from './changes.ts'
import type { Operation } from './operation.ts'
import { reads } from './reads.ts'

export const operations: readonly Operation[] = [...reads, ...changes]
