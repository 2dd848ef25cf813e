import { language, t } from '../messages/index.ts'
import { longCount, shortCount } from '../ui/time.tsx'

type CountKey = 'accounts.followersCount' | 'accounts.followingCount' | 'accounts.postsCount'
const asTextsWrite = new Intl.NumberFormat(language)

/** A count with its word, the number short and bold: "1.2K followers"; the whole number for who points at it. */
export function Counted({ of, count }: { readonly of: CountKey; readonly count: number }) {
  const whole = asTextsWrite.format(count)
  return (
    <span title={longCount(count)}>
      {t
        .parts<CountKey, string>(of, { count })
        .map((part) => (part === whole ? <b key="count">{shortCount(count)}</b> : part))}
    </span>
  )
}
