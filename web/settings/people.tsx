/** Whom one mutes and blocks: who is taken off the list stays in their row, to be put back on it. */
import type { Account } from '../../server/accounts/schema.ts'
import type { MutedAccount } from '../../server/relations/schema.ts'
import { AccountList } from '../accounts/account-list.tsx'
import { nameOf } from '../accounts/name.tsx'
import { block, mute, unblock, unmute, useRelationshipWith } from '../accounts/relationships.ts'
import { keepAccounts, useAccount } from '../api/entities.ts'
import { useAccountPages, usePaged } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import css from './settings.module.css'

const ends = new Map<string, string | null>()

function keepMuted(list: readonly MutedAccount[]): string[] {
  for (const { id, mute_expires_at: at } of list) ends.set(id, at)
  return keepAccounts(list as readonly Account[])
}

export function Muted() {
  const pages = usePaged<MutedAccount, string>({ key: ['mutes'], path: '/api/v1/mutes', keep: keepMuted })
  return (
    <Page title={t('settings.muted')} subtitle={t('settings.mutedDetail')} back="/settings">
      <AccountList
        name="muted"
        label={t('settings.muted')}
        pages={pages}
        actions={(id) => <MuteButton id={id} />}
        empty={
          <Empty icon="mute" title={t('settings.noMuted')}>
            <p>{t('settings.noMutedText')}</p>
          </Empty>
        }
      />
    </Page>
  )
}

export function Blocked() {
  const pages = useAccountPages(['blocks'], '/api/v1/blocks')
  return (
    <Page title={t('settings.blocked')} subtitle={t('settings.blockedDetail')} back="/settings">
      <AccountList
        name="blocked"
        label={t('settings.blocked')}
        pages={pages}
        actions={(id) => <BlockButton id={id} />}
        empty={
          <Empty icon="block" title={t('settings.noBlocked')}>
            <p>{t('settings.noBlockedText')}</p>
          </Empty>
        }
      />
    </Page>
  )
}

function MuteButton({ id }: { readonly id: string }) {
  const isMuted = useRelationshipWith(id)?.muting ?? true
  const end = ends.get(id)
  return (
    <span className={css.act}>
      <Toggle
        id={id}
        isOn={isMuted}
        words={isMuted ? t('settings.unmute') : t('settings.mute')}
        run={() => void (isMuted ? unmute(id) : mute(id))}
      />
      {isMuted && end && <small>{t('settings.until', { date: moment(end) })}</small>}
    </span>
  )
}

function BlockButton({ id }: { readonly id: string }) {
  const isBlocked = useRelationshipWith(id)?.blocking ?? true
  return (
    <Toggle
      id={id}
      isOn={isBlocked}
      words={isBlocked ? t('settings.unblock') : t('settings.block')}
      run={() => void (isBlocked ? unblock(id) : block(id))}
    />
  )
}

interface ToggleProps {
  readonly id: string
  readonly isOn: boolean
  readonly words: string
  readonly run: () => void
}

function Toggle({ id, isOn, words, run }: ToggleProps) {
  const account = useAccount(id)
  return (
    <Button
      variant={isOn ? 'quiet' : 'danger'}
      size="small"
      aria-label={account ? `${words}: ${nameOf(account)}` : words}
      onClick={run}
    >
      {words}
    </Button>
  )
}
