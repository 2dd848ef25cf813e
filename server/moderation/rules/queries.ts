import type { Read } from '../../storage/index.ts'
import type { RuleRow } from '../rows/queries.ts'

export const rulesInOrder = (read: Read) => read<RuleRow>`
  select id, position, text, hint, translations from rules where deleted_at is null order by position, id`

export const rulesById = (read: Read, ids: number[]) => read<RuleRow>`
  select id, position, text, hint, translations from rules where id = any(${ids}::bigint[]) order by position, id`
