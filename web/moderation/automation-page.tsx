import { type ReactNode, useState } from 'react'
import type { AutomationProposal } from '../../server/moderation/automation/schema.ts'
import { post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { askToConfirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { navigate } from '../ui/router.tsx'
import { Empty } from '../ui/states.tsx'
import { Ago, moment } from '../ui/time.tsx'
import { AutomationRules } from './automation-rules.tsx'
import { evidenceWords, patternName, spanOptions } from './automation-words.ts'
import { useDoing } from './doing.ts'
import { EditDialog } from './edit-dialog.tsx'
import { Badge, Chips, StaffPerson } from './parts.tsx'
import css from './staff.module.css'
import { StaffList, useStaffPages } from './staff-list.tsx'
import { StaffPage } from './staff-page.tsx'

const PATH = '/api/tweeter/v1/admin/automation'

export default function AutomationPage({ id = 'open' }: { readonly id?: string }) {
  const isRules = id === 'rules' && may('manage_blocks')
  return (
    <StaffPage section="/admin/automation">
      <div className={css.filters}>
        <Chips
          label={t('moderation.show')}
          value={id}
          options={[
            ['open', t('automation.open')],
            ['limited', t('automation.limited')],
            ['dismissed', t('automation.dismissed')],
            ...(may('manage_blocks') ? ([['rules', t('automation.rules')]] as const) : []),
          ]}
          onChange={(kind) =>
            navigate(kind === 'open' ? '/admin/automation' : `/admin/automation/${kind}`, { replace: true })
          }
        />
      </div>
      {isRules ? <AutomationRules /> : <Proposals state={id === 'limited' || id === 'dismissed' ? id : 'open'} />}
    </StaffPage>
  )
}

const nothing = (state: AutomationProposal['state']): ReactNode => {
  if (state === 'limited') return <Empty icon="clock" title={t('automation.noLimits')} />
  if (state === 'dismissed') return <Empty icon="check" title={t('automation.noDismissed')} />
  return (
    <Empty icon="check" title={t('automation.none')}>
      {t('automation.noneText')}
    </Empty>
  )
}

function Proposals({ state }: { readonly state: AutomationProposal['state'] }) {
  const pages = useStaffPages<AutomationProposal>(PATH, { limit: 40, state })
  return (
    <>
      {state === 'open' && (
        <div className={css.bar}>
          <p>{t('automation.about')}</p>
        </div>
      )}
      <StaffList
        label={t('automation.title')}
        pages={pages}
        keyOf={({ id }) => id}
        empty={nothing(state)}
        render={(proposal) => <ProposalRow proposal={proposal} />}
      />
    </>
  )
}

/** Who it is, what speaks for it, and what to do about it. */
function ProposalRow({ proposal }: { readonly proposal: AutomationProposal }) {
  const { account, agent, automatic, decided_by: by, limited_until: until } = proposal
  return (
    <div className={css.lines}>
      {account ? <StaffPerson account={account} /> : <Address proposal={proposal} />}
      <p>{evidenceWords(proposal)}</p>
      <p className={css.meta}>
        <Badge tone="warn">{patternName(proposal.pattern)}</Badge>
        {proposal.declared && <Badge>{t('automation.declared')}</Badge>}
        {agent && <bdi>{t('automation.agent', { agent })}</bdi>}
        <span>{t.parts('automation.seen', { time: <Ago key="seen" at={proposal.last_seen_at} /> })}</span>
        {until && <span>{t('automation.until', { time: moment(until) })}</span>}
        {automatic && <span>{t('automation.byRule')}</span>}
        {by && <span>{t('automation.by', { name: `@${by.acct}` })}</span>}
      </p>
      <Deeds proposal={proposal} />
    </div>
  )
}

const Address = ({ proposal: { address, visitor } }: { readonly proposal: AutomationProposal }) => (
  <span className={css.meta}>
    <Icon name="globe" />
    {address ? (
      <b dir="ltr" className={css.mono}>
        {address}
      </b>
    ) : (
      <>
        <b>{t('automation.address')}</b>
        <span>
          {t.parts('automation.fingerprint', {
            hash: (
              <bdi key="hash" dir="ltr" className={css.mono}>
                {visitor?.slice(0, 8)}
              </bdi>
            ),
          })}
        </span>
      </>
    )}
  </span>
)

function Deeds({ proposal }: { readonly proposal: AutomationProposal }) {
  const { id, account, address, state } = proposal
  const { busy, run } = useDoing()
  const [isLimiting, setLimiting] = useState(false)
  const deed = (name: 'dismiss' | 'limit' | 'lift', words: string, done: string) => (
    <Button size="small" busy={busy === name} onClick={() => void run(name, () => post(`${PATH}/${id}/${name}`), done)}>
      {words}
    </Button>
  )
  const limitAddress = async () => {
    const title = address ? t('automation.limitTitle', { name: address }) : t('automation.limitAddress')
    if (await askToConfirm({ title, text: t('automation.limitAddressText'), action: t('automation.limit') }))
      await run('limit', () => post(`${PATH}/${id}/limit`), t('automation.limitDone'))
  }
  return (
    <div className={css.deeds}>
      {state === 'limited' && deed('lift', t('automation.lift'), t('automation.liftDone'))}
      {state === 'open' && deed('dismiss', t('automation.dismiss'), t('automation.dismissDone'))}
      {state !== 'limited' &&
        (proposal.limitable ? (
          <Button
            size="small"
            variant={state === 'open' ? 'primary' : 'quiet'}
            busy={busy === 'limit'}
            onClick={() => (account ? setLimiting(true) : void limitAddress())}
          >
            {t('automation.limit')}
          </Button>
        ) : (
          <span className="soft small">{t('automation.tooLate')}</span>
        ))}
      {address && may('manage_blocks') && (
        <ButtonLink size="small" to="/admin/blocks/ips">
          {t('automation.toBlocks')}
        </ButtonLink>
      )}
      {isLimiting && account && (
        <EditDialog
          title={t('automation.limitTitle', { name: `@${account.acct}` })}
          fields={[
            {
              name: 'hours',
              label: t('automation.forTime'),
              hint: t('automation.limitHint'),
              kind: 'select',
              options: spanOptions(),
            },
          ]}
          values={{ hours: '24' }}
          action={t('automation.limit')}
          done={t('automation.limitDone')}
          save={(values) => post(`${PATH}/${id}/limit`, { hours: Number(values.hours) })}
          onClose={() => setLimiting(false)}
        />
      )}
    </div>
  )
}
