import { useQuery } from '@tanstack/react-query'
import type { Policy } from '../../server/notifications/policy/schema.ts'
import { get } from '../api/http.ts'
import { POLICY } from './pages.ts'

/** Whose notifications somebody wants, and how much is held back. */
export const usePolicy = () =>
  useQuery({ queryKey: POLICY, queryFn: ({ signal }) => get<Policy>('/api/v2/notifications/policy', {}, signal) })
