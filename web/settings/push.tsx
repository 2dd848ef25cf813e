import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PushPolicy } from '../../server/push/schema.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox, Select } from '../ui/fields.tsx'
import { Section } from '../ui/page.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import { toastError } from '../ui/toast.tsx'
import {
  changePush,
  disablePush,
  enablePush,
  type PushAlerts,
  type PushState,
  pushState,
} from '../worker/push-settings.ts'
import css from './settings.module.css'

const KEY = ['push']

/** Notifications that this browser shows, the page closed or open. */
export function PushSection() {
  const { data, isPending, isError, error, refetch } = useQuery({ queryKey: KEY, queryFn: pushState })
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<PushState>) => {
    setBusy(true)
    try {
      queryClient.setQueryData(KEY, await work())
    } catch (reason) {
      toastError(reason)
    }
    setBusy(false)
  }
  return (
    <Section title={t('settings.push')}>
      {isPending && <Spinner />}
      {isError && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.state === 'unsupported' && <p className="soft">{t('settings.pushUnsupported')}</p>}
      {data?.state === 'denied' && <p className={css.note}>{t('settings.pushDenied')}</p>}
      {data?.state === 'off' && (
        <>
          <p className="soft">{t('settings.pushText')}</p>
          <Button variant="primary" icon="bell" busy={busy} onClick={() => void run(() => enablePush())}>
            {t('settings.pushOn')}
          </Button>
        </>
      )}
      {data?.state === 'on' && <Choices state={data} busy={busy} run={(work) => void run(work)} />}
    </Section>
  )
}

const alertWords = (): readonly (readonly [keyof PushAlerts, string])[] => [
  ['mention', t('settings.pushMention')],
  ['quote', t('settings.mailQuote')],
  ['follow', t('settings.mailFollow')],
  ['follow_request', t('settings.mailRequest')],
  ['favourite', t('settings.mailFavourite')],
  ['reblog', t('settings.mailBoost')],
  ['poll', t('settings.mailPoll')],
  ['status', t('settings.mailPost')],
  ['update', t('settings.mailEdit')],
  ...(may('manage_reports')
    ? ([
        ['admin.report', t('settings.pushReport')],
        ['admin.sign_up', t('settings.pushSignUp')],
      ] as const)
    : []),
]

interface ChoicesProps {
  readonly state: PushState & { readonly state: 'on' }
  readonly busy: boolean
  readonly run: (work: () => Promise<PushState>) => void
}

function Choices({ state: { alerts, policy }, busy, run }: ChoicesProps) {
  return (
    <>
      {alertWords().map(([type, label]) => (
        <Checkbox
          key={type}
          isSwitch
          label={label}
          checked={alerts[type]}
          onChange={(event) => run(() => changePush({ ...alerts, [type]: event.target.checked }, policy))}
        />
      ))}
      <Select
        label={t('settings.pushFrom')}
        value={policy}
        onChange={(event) => run(() => changePush(alerts, event.target.value as PushPolicy))}
        options={[
          { value: 'all', label: t('settings.fromAll') },
          { value: 'followed', label: t('settings.fromFollowed') },
          { value: 'follower', label: t('settings.fromFollowers') },
          { value: 'none', label: t('settings.fromNobody') },
        ]}
      />
      <Button busy={busy} onClick={() => run(disablePush)}>
        {t('settings.pushOff')}
      </Button>
    </>
  )
}
