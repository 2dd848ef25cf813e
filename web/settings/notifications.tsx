/** What reaches one outside the client: notifications of this browser, and mails. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChangeMailSettings, MailSettings } from '../../server/digests/schema.ts'
import { get, patch } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Checkbox, Radios } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { PushSection } from './push.tsx'
import css from './settings.module.css'

export default function Notifications() {
  return (
    <Page title={t('shell.notifications')} subtitle={t('settings.notificationsDetail')} back="/settings">
      <PushSection />
      <Mails />
      <Section title={t('settings.whoMay')}>
        <p className="soft">{t('settings.whoMayText')}</p>
        <ButtonLink to="/notifications" icon="bell">
          {t('settings.toNotifications')}
        </ButtonLink>
      </Section>
    </Page>
  )
}

const KEY = ['mail settings']
const PATH = '/api/tweeter/v1/mail_settings'
type Kind = keyof MailSettings['kinds']

/** Seen at once, and put back where the server refuses. */
async function change(part: ChangeMailSettings): Promise<void> {
  const before = queryClient.getQueryData<MailSettings>(KEY)
  if (!before) return
  queryClient.setQueryData<MailSettings>(KEY, {
    ...before,
    ...part,
    kinds: { ...before.kinds, ...(part.kinds as Partial<MailSettings['kinds']>) },
  })
  try {
    queryClient.setQueryData(KEY, await patch<MailSettings>(PATH, part))
    toast(t('common.saved'))
  } catch (error) {
    queryClient.setQueryData(KEY, before)
    toastError(error)
  }
}

const kinds = (): readonly (readonly [Kind, string])[] => [
  ['mention', t('settings.mailMention')],
  ['reply', t('settings.mailReply')],
  ['direct', t('settings.mailDirect')],
  ['follow', t('settings.mailFollow')],
  ['follow_request', t('settings.mailRequest')],
  ['quote', t('settings.mailQuote')],
  ['favourite', t('settings.mailFavourite')],
  ['boost', t('settings.mailBoost')],
  ['poll', t('settings.mailPoll')],
  ['post', t('settings.mailPost')],
  ['edit', t('settings.mailEdit')],
  ['moderation', t('settings.mailModeration')],
  ...(may('manage_reports') ? ([['administration', t('settings.mailAdministration')]] as const) : []),
]

function Mails() {
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<MailSettings>(PATH, {}, signal),
  })
  const [areKindsOpen, setKindsOpen] = useState(false)
  return (
    <Section title={t('settings.mails')}>
      {isPending && <Spinner />}
      {isError && <Failure error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          {data.suppressed && <Suppressed why={data.suppressed} />}
          <Radios
            label={t('settings.mailNotify')}
            name="notify"
            value={data.notify}
            onChange={(notify) => void change({ notify: notify as MailSettings['notify'] })}
            options={[
              { value: 'away', label: t('settings.mailAway') },
              { value: 'always', label: t('settings.mailAlways') },
              { value: 'never', label: t('settings.mailNever') },
            ]}
          />
          {data.notify !== 'never' && (
            <details
              className={css.details}
              open={areKindsOpen}
              onToggle={(event) => setKindsOpen(event.currentTarget.open)}
            >
              <summary>{t('settings.mailKinds')}</summary>
              {kinds().map(([kind, label]) => (
                <Checkbox
                  key={kind}
                  isSwitch
                  label={label}
                  checked={data.kinds[kind]}
                  onChange={(event) => void change({ kinds: { [kind]: event.target.checked } })}
                />
              ))}
            </details>
          )}
          <Radios
            label={t('settings.digest')}
            name="digest"
            value={data.digest}
            onChange={(digest) => void change({ digest: digest as MailSettings['digest'] })}
            options={[
              { value: 'never', label: t('settings.mailNever') },
              { value: 'daily', label: t('settings.daily') },
              { value: 'weekly', label: t('settings.weekly') },
            ]}
          />
          <p>
            <a href="/auth/email">{t('settings.changeEmail')}</a>
          </p>
        </>
      )}
    </Section>
  )
}

const Suppressed = ({ why }: { readonly why: NonNullable<MailSettings['suppressed']> }) => (
  <p className={css.note}>
    <Icon name="alert" />
    {why === 'bounced'
      ? t('settings.bounced')
      : why === 'complained'
        ? t('settings.complained')
        : t('settings.unsubscribed')}
  </p>
)
