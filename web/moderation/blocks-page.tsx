import type { Static } from 'typebox'
import type * as Schema from '../../server/moderation/admin-schema.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { navigate } from '../ui/router.tsx'
import { day, moment } from '../ui/time.tsx'
import { domainFields, domainValues, ipBody, ipFields, severityName } from './block-fields.ts'
import { Crud } from './crud.tsx'
import { MailboxTest } from './mailbox-test.tsx'
import { Badge, Chips } from './parts.tsx'
import css from './staff.module.css'
import { useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'

type Of<S extends 'EmailDomainBlock' | 'CanonicalEmailBlock' | 'IpBlock' | 'DomainBlock' | 'DomainAllow'> = Static<
  (typeof Schema)[S]
>

export default function BlocksPage({ id = 'mail' }: { readonly id?: string }) {
  return (
    <StaffPage section="/admin/blocks">
      <div className={css.filters}>
        <Chips
          label={t('moderation.show')}
          value={id}
          options={[
            ['mail', t('moderation.mailDomains')],
            ['mailboxes', t('moderation.mailboxes')],
            ['ips', t('moderation.ips')],
            ...(may('manage_federation')
              ? ([
                  ['networks', t('moderation.networks')],
                  ['allowed', t('moderation.networksAllowed')],
                ] as const)
              : []),
          ]}
          onChange={(kind) => navigate(kind === 'mail' ? '/admin/blocks' : `/admin/blocks/${kind}`, { replace: true })}
        />
      </div>
      {id === 'mail' && <MailDomains />}
      {id === 'mailboxes' && <Mailboxes />}
      {id === 'ips' && <Addresses />}
      {id === 'networks' && <Networks />}
      {id === 'allowed' && <NetworksAllowed />}
    </StaffPage>
  )
}

const common = () => ({ icon: 'block', addWords: t('moderation.addBlock'), empty: t('moderation.noBlocks') }) as const
const domain = () => ({ name: 'domain', label: t('moderation.domain'), required: true, ltr: true, maxLength: 300 })

function MailDomains() {
  const path = '/api/v1/admin/email_domain_blocks'
  const pages = useStaffPages<Of<'EmailDomainBlock'>>(path, { limit: 100 })
  return (
    <Crud<Of<'EmailDomainBlock'>>
      {...common()}
      about={t('moderation.mailDomainsAbout')}
      label={t('moderation.mailDomains')}
      path={path}
      pages={pages}
      addFields={[domain()]}
      newValues={{ domain: '' }}
      nameOf={(block) => block.domain}
      render={(block) => (
        <>
          <b dir="ltr">{block.domain}</b>
          <p className={css.meta}>
            <span>
              {t('moderation.refused', { count: block.history.reduce((sum, one) => sum + Number(one.accounts), 0) })}
            </span>
            <span>{day(block.created_at)}</span>
          </p>
        </>
      )}
    />
  )
}

function Mailboxes() {
  const path = '/api/v1/admin/canonical_email_blocks'
  const pages = useStaffPages<Of<'CanonicalEmailBlock'>>(path, { limit: 100 })
  return (
    <>
      <MailboxTest />
      <Crud<Of<'CanonicalEmailBlock'>>
        {...common()}
        about={t('moderation.mailboxesAbout')}
        label={t('moderation.mailboxes')}
        path={path}
        pages={pages}
        addFields={[{ name: 'email', label: t('moderation.email'), required: true, ltr: true, maxLength: 300 }]}
        newValues={{ email: '' }}
        nameOf={(block) => block.canonical_email_hash.slice(0, 12)}
        render={(block) => (
          <span dir="ltr" className={css.mono}>
            {block.canonical_email_hash}
          </span>
        )}
      />
    </>
  )
}

function Addresses() {
  const path = '/api/v1/admin/ip_blocks'
  const pages = useStaffPages<Of<'IpBlock'>>(path, { limit: 100 })
  return (
    <Crud<Of<'IpBlock'>>
      {...common()}
      about={t('moderation.ipsAbout')}
      label={t('moderation.ips')}
      path={path}
      pages={pages}
      addFields={ipFields(true)}
      editFields={ipFields(false)}
      newValues={{ ip: '', severity: 'sign_up_requires_approval', comment: '', expires_in: '0' }}
      valuesOf={({ ip, severity, comment }) => ({ ip, severity, comment, expires_in: '' })}
      bodyOf={ipBody}
      nameOf={({ ip }) => ip}
      render={(block) => (
        <>
          <b dir="ltr">{block.ip}</b>
          <p className={css.meta}>
            <Badge tone={block.severity === 'no_access' ? 'bad' : 'warn'}>{severityName(block.severity)}</Badge>
            {block.expires_at && <span>{t('moderation.until', { time: moment(block.expires_at) })}</span>}
          </p>
          {block.comment && <p dir="auto">{block.comment}</p>}
        </>
      )}
    />
  )
}

function Networks() {
  const path = '/api/v1/admin/domain_blocks'
  const pages = useStaffPages<Of<'DomainBlock'>>(path, { limit: 100 })
  return (
    <Crud<Of<'DomainBlock'>>
      {...common()}
      about={t('moderation.networksAbout')}
      label={t('moderation.networks')}
      path={path}
      pages={pages}
      addFields={[domain(), ...domainFields()]}
      editFields={domainFields()}
      newValues={{ domain: '', ...domainValues(null) }}
      valuesOf={domainValues}
      nameOf={(block) => block.domain}
      render={(block) => (
        <>
          <b dir="ltr">{block.domain}</b>
          <p className={css.meta}>
            <Badge tone={block.severity === 'suspend' ? 'bad' : 'warn'}>{severityName(block.severity)}</Badge>
          </p>
          {block.public_comment && <p dir="auto">{block.public_comment}</p>}
          {block.private_comment && (
            <p dir="auto" className="soft">
              {block.private_comment}
            </p>
          )}
        </>
      )}
    />
  )
}

function NetworksAllowed() {
  const path = '/api/v1/admin/domain_allows'
  const pages = useStaffPages<Of<'DomainAllow'>>(path, { limit: 100 })
  return (
    <Crud<Of<'DomainAllow'>>
      {...common()}
      icon="globe"
      about={t('moderation.networksAllowedAbout')}
      label={t('moderation.networksAllowed')}
      path={path}
      pages={pages}
      addFields={[domain()]}
      newValues={{ domain: '' }}
      nameOf={(allow) => allow.domain}
      render={(allow) => <b dir="ltr">{allow.domain}</b>}
    />
  )
}
