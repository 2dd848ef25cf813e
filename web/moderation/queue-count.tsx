import { useQuery } from '@tanstack/react-query'
import { getPage } from '../api/http.ts'
import { longCount } from '../ui/time.tsx'
import { STAFF } from './doing.ts'
import css from './staff.module.css'

/** How many are looked at for a count; more than that is `40+`. */
const MOST = 40

/** How many things of a list wait for somebody, as words; '' while that is not known. */
export function useQueue(path: string, query: Readonly<Record<string, string>> = {}): string {
  const { data } = useQuery({
    queryKey: [STAFF, 'count', path, query],
    queryFn: ({ signal }) => getPage<unknown>(path, { ...query, limit: MOST }, signal),
  })
  if (!data) return ''
  return data.items.length < MOST ? longCount(data.items.length) : `${longCount(MOST)}+`
}

/** Beside a name; nothing where nothing waits. */
export function QueueCount({ path }: { readonly path: string }) {
  const count = useQueue(path)
  return count === '' || count === longCount(0) ? null : <b className={css.count}>{count}</b>
}
