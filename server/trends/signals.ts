import { signal } from '../signals/index.ts'

export const reviewed = signal<Record<string, never>>(
  'trends.reviewed',
  'Staff decided what may trend; what was worked out before does not hold any more.',
)
