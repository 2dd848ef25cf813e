import { type ReactNode, useState } from 'react'
import { block, mute, unfollow, useRelationshipWith } from '../accounts/relationships.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Skeletons } from '../ui/states.tsx'
import css from './reports.module.css'

/** What one can do oneself about somebody: see less of them, or nothing at all. */
export function Afterwards({ accountId }: { readonly accountId: string }) {
  const relationship = useRelationshipWith(accountId)
  const [followed, setFollowed] = useState(false)
  const [busy, setBusy] = useState('')
  if (!relationship) return <Skeletons count={1} />
  if (relationship.following && !followed) setFollowed(true)
  const run = async (name: string, work: () => Promise<boolean>) => {
    setBusy(name)
    await work()
    setBusy('')
  }
  const row = (
    name: string,
    text: ReactNode,
    is: boolean,
    words: string,
    done: string,
    work: () => Promise<boolean>,
  ) => (
    <div>
      <p>{text}</p>
      <Button size="small" disabled={is} busy={busy === name} onClick={() => void run(name, work)}>
        {is ? done : words}
      </Button>
    </div>
  )
  return (
    <div className={css.after} aria-live="polite">
      {followed &&
        row(
          'unfollow',
          t('moderation.unfollowText'),
          !relationship.following,
          t('moderation.unfollow'),
          t('moderation.unfollowed'),
          () => unfollow(accountId),
        )}
      {row('mute', t('moderation.muteText'), relationship.muting, t('moderation.mute'), t('moderation.muted'), () =>
        mute(accountId),
      )}
      {row(
        'block',
        t('moderation.blockText'),
        relationship.blocking,
        t('moderation.block'),
        t('moderation.blocked'),
        () => block(accountId),
      )}
    </div>
  )
}
