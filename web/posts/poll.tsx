/** A poll: votes while one may, results otherwise. */
import { useEffect, useId, useState } from 'react'
import { type StoredStatus, statuses } from '../api/entities.ts'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { EmojiText } from '../ui/emoji-text.tsx'
import { Icon } from '../ui/icons.tsx'
import { until } from '../ui/time.tsx'
import { toastError } from '../ui/toast.tsx'
import css from './poll.module.css'
import { percentages, voted } from './poll-sums.ts'
import { isSignedIn } from './react.ts'
import type { Poll } from './types.ts'

interface PollProps {
  readonly status: StoredStatus
  readonly poll: Poll
}

async function refresh(id: string): Promise<void> {
  try {
    statuses.patch(id, { poll: await get<Poll>(`/api/v1/polls/${id}`) })
  } catch (error) {
    toastError(error)
  }
}

/** Shows the vote at once; what was there comes back when the server refuses. */
async function vote(id: string, poll: Poll, choices: readonly number[]): Promise<void> {
  statuses.patch(id, { poll: voted(poll, choices) })
  try {
    statuses.patch(id, { poll: await post<Poll>(`/api/v1/polls/${poll.id}/votes`, { choices }) })
  } catch (error) {
    statuses.patch(id, { poll })
    toastError(error)
  }
}

export function PollView({ status, poll }: PollProps) {
  const me = useMe()
  const [looks, setLooks] = useState(false)
  const isOver = useOver(poll, status.id)
  const mayVote = !isOver && !poll.voted && me?.id !== status.account.id
  return (
    <div className={css.poll}>
      {mayVote && !looks ? <Ballot status={status} poll={poll} /> : <Results poll={poll} isOver={isOver} />}
      <p className={css.foot}>
        <span>
          {poll.voters_count === null
            ? t('posts.votes', { count: poll.votes_count })
            : t('posts.voters', { count: poll.voters_count })}
        </span>
        {poll.expires_at && (
          <span>{isOver ? t('posts.pollOver') : t('posts.pollLeft', { time: until(poll.expires_at) })}</span>
        )}
        {mayVote && (
          <button type="button" onClick={() => setLooks(!looks)}>
            {t(looks ? 'posts.pollBack' : 'posts.pollResults')}
          </button>
        )}
        {!isOver && (!mayVote || looks) && (
          <button type="button" onClick={() => void refresh(status.id)}>
            {t('posts.pollRefresh')}
          </button>
        )}
      </p>
    </div>
  )
}

/** Whether its time is over, kept true while it is looked at; then the results are asked for. */
function useOver(poll: Poll, id: string): boolean {
  const endsMs = poll.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(poll.expires_at)
  const [, setTick] = useState(0)
  useEffect(() => {
    const left = endsMs - Date.now()
    if (poll.expired || left > 24 * 3600_000) return
    const timer = setTimeout(
      () => {
        setTick((count) => count + 1)
        void refresh(id)
      },
      Math.max(1000, left + 500),
    )
    return () => clearTimeout(timer)
  }, [endsMs, poll.expired, id])
  return poll.expired || endsMs <= Date.now()
}

function Ballot({ status, poll }: PollProps) {
  const name = useId()
  const [chosen, setChosen] = useState<readonly number[]>([])
  const [busy, setBusy] = useState(false)
  const choose = (at: number, on: boolean) =>
    setChosen(poll.multiple ? (on ? [...chosen, at] : chosen.filter((one) => one !== at)) : [at])
  const send = async () => {
    if (!(await isSignedIn())) return
    setBusy(true)
    await vote(status.id, poll, chosen)
    setBusy(false)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <fieldset className={css.options} lang={status.language ?? undefined}>
        <legend className="unseen">{t('posts.pollLabel')}</legend>
        {poll.options.map((option, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an answer is known by its place
          <label key={at} className={css.option}>
            <input
              type={poll.multiple ? 'checkbox' : 'radio'}
              name={name}
              checked={chosen.includes(at)}
              onChange={(event) => choose(at, event.target.checked)}
            />
            <span dir="auto">
              <EmojiText text={option.title} emojis={poll.emojis} />
            </span>
          </label>
        ))}
      </fieldset>
      <Button type="submit" size="small" disabled={chosen.length === 0} busy={busy}>
        {t('posts.vote')}
      </Button>
    </form>
  )
}

function Results({ poll, isOver }: { readonly poll: Poll; readonly isOver: boolean }) {
  const shares = percentages(poll)
  const most = Math.max(0, ...shares.map((share) => share ?? 0))
  return (
    <>
      <ul className={css.options} aria-label={t('posts.pollLabel')}>
        {poll.options.map((option, at) => {
          const share = shares[at]!
          const isOwn = poll.own_votes?.includes(at) ?? false
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer is known by its place
            <li key={at} className={`${css.result} ${share !== null && share === most && share > 0 ? css.first : ''}`}>
              <i style={{ inlineSize: `${share ?? 0}%` }} />
              <span dir="auto">
                <EmojiText text={option.title} emojis={poll.emojis} />
              </span>
              {isOwn && (
                <span title={t('posts.yourVote')}>
                  <Icon name="check" />
                  <span className="unseen">{t('posts.yourVote')}</span>
                </span>
              )}
              <b>{share === null ? '' : t('posts.percent', { share })}</b>
            </li>
          )
        })}
      </ul>
      {!isOver && shares.every((share) => share === null) && <p className={css.hidden}>{t('posts.pollHidden')}</p>}
    </>
  )
}
