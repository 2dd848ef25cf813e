import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import type { Static } from 'typebox'
import type { Statement as StatementSchema, V1Instance } from '../../server/instance/schema.ts'
import { PersonRow } from '../accounts/person-row.tsx'
import { keepAccounts } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { language, t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { HtmlText } from '../ui/html-text.tsx'
import { Page, Section } from '../ui/page.tsx'
import { day, longCount } from '../ui/time.tsx'
import css from './about.module.css'

type Statement = Static<typeof StatementSchema>
const names = new Intl.DisplayNames([language], { type: 'language' })

/** What this network is, by which rules, and who answers for it. */
export default function AboutPage() {
  return (
    <Page title={t('shell.about', { name: instance.title })} back="/">
      <Hero />
      <Rules />
      <Contact />
      <Privacy />
      <Technical />
    </Page>
  )
}

function Hero() {
  const { data } = useQuery({
    queryKey: ['instance', 'v1'],
    queryFn: ({ signal }) => get<V1Instance>('/api/v1/instance', {}, signal),
  })
  const count = (value: number | undefined) => (value === undefined ? '–' : longCount(value))
  return (
    <div className={css.hero}>
      <img src={instance.thumbnail.url} alt={instance.thumbnail.description ?? ''} width="1200" height="630" />
      <div>
        <h2 dir="auto">{instance.title}</h2>
        <p dir="auto">{instance.description}</p>
        <dl className={css.figures}>
          <Fact label={t('explore.members')} value={count(data?.stats.user_count)} />
          <Fact label={t('explore.activePeople')} value={count(instance.usage.users.active_month)} />
          <Fact label={t('explore.posts')} value={count(data?.stats.status_count)} />
        </dl>
      </div>
    </div>
  )
}

function Rules() {
  if (instance.rules.length === 0) return null
  return (
    <Section title={t('explore.rules')}>
      <ol className={css.rules} dir="auto">
        {instance.rules.map((rule) => {
          const { text, hint } = rule.translations[language] ?? rule
          return (
            <li key={rule.id}>
              <strong>{text}</strong>
              {hint && <p className="soft">{hint}</p>}
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

function Contact() {
  const { account, email } = instance.contact
  if (!account && !email) return null
  return (
    <Section title={t('explore.contact')}>
      <p className="soft">{t('explore.contactText')}</p>
      {email && (
        <p>
          <a href={`mailto:${email}`}>
            <bdi dir="ltr">{email}</bdi>
          </a>
        </p>
      )}
      {account && <Staff id={keepAccounts([account])[0]!} />}
    </Section>
  )
}

const Staff = ({ id }: { readonly id: string }) => (
  <div className={css.staff}>
    <PersonRow id={id} />
  </div>
)

/** A text of the network's own, under its heading; nothing where there is none. */
function Privacy() {
  const { data } = useQuery({
    queryKey: ['instance', 'privacy'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<Statement>('/api/v1/instance/privacy_policy', {}, signal),
  })
  const isThere = data !== undefined
  useEffect(() => {
    if (isThere && location.hash === '#privacy') document.getElementById('privacy')?.scrollIntoView()
  }, [isThere])
  if (!data) return null
  return (
    <div id="privacy">
      <Section title={t('explore.privacy')}>
        <p className="soft small">{t('explore.updated', { date: day(data.updated_at) })}</p>
        <div className={css.statement}>
          <HtmlText html={data.content} emojis={[]} />
        </div>
      </Section>
    </div>
  )
}

function Technical() {
  return (
    <Section title={t('explore.technical')}>
      <dl className={css.facts}>
        <Fact label={t('explore.address')} value={<bdi dir="ltr">{instance.domain}</bdi>} />
        <Fact
          label={t('explore.languages')}
          value={instance.languages.map((code) => names.of(code) ?? code).join(', ')}
        />
        <Fact label={t('explore.joining')} value={joining()} />
        <Fact label={t('explore.version')} value={<bdi dir="ltr">{instance.version}</bdi>} />
      </dl>
      <p className={css.links}>
        <a href="/docs">{t('explore.apiDocs')}</a>
        {instance.source_url && (
          <a href={instance.source_url} target="_blank" rel="noopener noreferrer">
            {t('explore.source')}
          </a>
        )}
      </p>
    </Section>
  )
}

const Fact = ({ label, value }: { readonly label: string; readonly value: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
)

function joining(): string {
  const { enabled, approval_required: needsApproval } = instance.registrations
  if (!enabled) return t('explore.joinClosed')
  return needsApproval ? t('explore.joinApproval') : t('explore.joinOpen')
}
