import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { CredentialAccount } from '../../server/accounts/schema.ts'
import type { Suggestion } from '../../server/recommendations/schema.ts'
import { PersonRow } from '../accounts/person-row.tsx'
import { useRelationships } from '../accounts/relationships.ts'
import { keepAccounts } from '../api/entities.ts'
import { get } from '../api/http.ts'
import { queryClient } from '../api/queries.ts'
import { t } from '../messages/index.ts'
import { openComposer } from '../session/intents.ts'
import { instance, useMe } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { navigate } from '../ui/router.tsx'
import { Failure, Skeletons } from '../ui/states.tsx'
import { useDraft } from './draft.ts'
import { NameAndBio } from './edit-profile.tsx'
import { PictureFields } from './picture-fields.tsx'
import { TagsToFollow } from './tags-to-follow.tsx'
import css from './welcome.module.css'

const STEPS = 3
const SUGGESTED = 12

/** Three calm steps for somebody who has just joined; each may be skipped. */
export default function WelcomePage() {
  const me = useMe()
  const [step, setStep] = useState(1)
  const next = () => {
    if (step < STEPS) setStep(step + 1)
    else home()
  }
  return (
    <Page title={t('accounts.welcome', { name: instance.title })}>
      <ol className={css.steps} aria-hidden="true">
        {Array.from({ length: STEPS }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: three dots
          <li key={at} className={at < step ? css.done : undefined} />
        ))}
      </ol>
      {me && step === 1 && <AboutYou me={me} onDone={next} />}
      {step === 2 && <People onDone={next} />}
      {step === 3 && <FirstPost />}
    </Page>
  )
}

/** Home was empty when it was last read: now it is not. */
function home(): void {
  void queryClient.invalidateQueries()
  navigate('/', { replace: true })
}

interface StepProps {
  readonly step: number
  readonly title: string
  readonly text: string
  readonly children: ReactNode
  readonly actions: ReactNode
}

function Step({ step, title, text, children, actions }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <section className={css.step} aria-labelledby="welcome-step">
      <header>
        <h2 id="welcome-step" ref={heading} tabIndex={-1}>
          <span className="unseen">{t('accounts.step', { step, of: STEPS })}: </span>
          {title}
        </h2>
        <p className="soft">{text}</p>
      </header>
      {children}
      <footer>{actions}</footer>
    </section>
  )
}

function AboutYou({ me, onDone }: { readonly me: CredentialAccount; readonly onDone: () => void }) {
  const { draft, change, errors, busy, save } = useDraft(me)
  return (
    <Step
      step={1}
      title={t('accounts.welcomeYou')}
      text={t('accounts.welcomeYouText')}
      actions={
        <>
          <Button variant="plain" onClick={onDone}>
            {t('accounts.skip')}
          </Button>
          <Button variant="primary" busy={busy} onClick={() => void save().then((done) => done && onDone())}>
            {t('accounts.next')}
          </Button>
        </>
      }
    >
      <PictureFields me={me} draft={draft} errors={errors} onChange={change} />
      <div className={css.form}>
        <NameAndBio draft={draft} errors={errors} onChange={change} />
      </div>
    </Step>
  )
}

function People({ onDone }: { readonly onDone: () => void }) {
  const query = useQuery({
    queryKey: ['suggestions', 'welcome'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const found = await get<Suggestion[]>('/api/v2/suggestions', { limit: SUGGESTED }, signal)
      return keepAccounts(found.map(({ account }) => account))
    },
  })
  const ids = query.data ?? []
  useRelationships(ids)
  return (
    <Step
      step={2}
      title={t('accounts.welcomePeople')}
      text={t('accounts.welcomePeopleText')}
      actions={
        <Button variant="primary" onClick={onDone}>
          {t('accounts.next')}
        </Button>
      }
    >
      <TagsToFollow />
      {query.isPending && <Skeletons count={3} />}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && ids.length === 0 && <p className={css.nobody}>{t('accounts.nobodyToSuggest')}</p>}
      <div>
        {ids.map((id) => (
          <PersonRow key={id} id={id} />
        ))}
      </div>
    </Step>
  )
}

const FirstPost = () => (
  <Step
    step={3}
    title={t('accounts.welcomePost')}
    text={t('accounts.welcomePostText')}
    actions={
      <Button variant="plain" onClick={home}>
        {t('common.goHome')}
      </Button>
    }
  >
    <div className={css.first}>
      <Button
        variant="primary"
        icon="pencil"
        size="wide"
        onClick={() => {
          home()
          openComposer({ kind: 'new', text: t('accounts.firstPost') })
        }}
      >
        {t('accounts.writeFirst')}
      </Button>
    </div>
  </Step>
)
