import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Account } from '../../server/accounts/schema.ts'
import type { Report } from '../../server/moderation/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import { accounts, keepAccounts } from '../api/entities.ts'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import type { ReportIntent } from '../session/intents.ts'
import { instance } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { askToConfirm, Dialog } from '../ui/dialog.tsx'
import { Checkbox, Radios, TextArea } from '../ui/fields.tsx'
import { errorText } from '../ui/states.tsx'
import { Afterwards } from './report-after.tsx'
import { PickPosts } from './report-posts.tsx'
import css from './reports.module.css'
import { ruleText } from './rule-text.ts'
import staff from './staff.module.css'

const COMMENT_MAX = 1000

type Why = '' | 'dislike' | 'spam' | 'legal' | 'violation' | 'other'
type Step = 'why' | 'rules' | 'posts' | 'comment' | 'done'

const reasons = () => [
  { value: 'dislike', label: t('moderation.whyDislike'), hint: t('moderation.whyDislikeHint') },
  { value: 'spam', label: t('moderation.whySpam'), hint: t('moderation.whySpamHint') },
  { value: 'legal', label: t('moderation.whyLegal'), hint: t('moderation.whyLegalHint') },
  ...(instance.rules.length > 0
    ? [{ value: 'violation', label: t('moderation.whyViolation'), hint: t('moderation.whyViolationHint') }]
    : []),
  { value: 'other', label: t('moderation.whyOther'), hint: t('moderation.whyOtherHint') },
]

/** The questions in their order; whoever only dislikes something is asked nothing more. */
const stepsFor = (why: Why): readonly Step[] =>
  why === 'dislike'
    ? ['why', 'done']
    : ['why', ...(why === 'violation' ? (['rules'] as const) : []), 'posts', 'comment', 'done']

/** What was answered so far. */
interface Draft {
  readonly why: Why
  readonly rules: readonly string[]
  readonly posts: readonly string[]
  readonly comment: string
}

interface ReportDialogProps {
  readonly intent: ReportIntent
  readonly onClose: () => void
}

/** Reports somebody, question by question, and afterwards offers what one can do oneself. */
export default function ReportDialog({ intent, onClose }: ReportDialogProps) {
  const { accountId } = intent
  const [step, setStep] = useState<Step>('why')
  const [draft, setDraft] = useState<Draft>({ why: '', rules: [], posts: intent.statusIds, comment: '' })
  const { why, rules, comment } = draft
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const name = useNameOf(accountId)
  const steps = stepsFor(why)
  const at = steps.indexOf(step)
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      await sendReport(accountId, draft)
      setStep('done')
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  const isDone = step === 'done'
  const isReady = step === 'why' ? why !== '' : step !== 'rules' || rules.length > 0
  const mayClose = () =>
    isDone ||
    comment === '' ||
    askToConfirm({ title: t('moderation.discard'), action: t('moderation.discardAction'), danger: true })
  const next = () => (step === 'comment' ? void send() : setStep(steps[at + 1]!))
  return (
    <Dialog
      title={<bdi>{t('moderation.reportTitle', { name })}</bdi>}
      onClose={onClose}
      mayClose={mayClose}
      size="wide"
      actions={
        isDone ? (
          <Button variant="primary" onClick={onClose}>
            {t('common.done')}
          </Button>
        ) : (
          <>
            {at > 0 && <Button onClick={() => setStep(steps[at - 1]!)}>{t('common.back')}</Button>}
            <Button variant="primary" disabled={!isReady} busy={busy} onClick={next}>
              {t(step === 'comment' ? 'moderation.send' : 'moderation.next')}
            </Button>
          </>
        )
      }
    >
      <div className={css.steps}>
        {error !== null && (
          <p className={staff.refused} role="alert">
            {errorText(error)}
          </p>
        )}
        <Shown step={step} draft={draft} change={(change) => setDraft({ ...draft, ...change })} accountId={accountId} />
      </div>
    </Dialog>
  )
}

function sendReport(accountId: string, { why, rules, posts, comment }: Draft): Promise<Report> {
  const body = { account_id: accountId, status_ids: posts, comment, category: why }
  return post<Report>('/api/v1/reports', { ...body, ...(why === 'violation' && { rule_ids: rules }) })
}

interface ShownProps {
  readonly step: Step
  readonly draft: Draft
  readonly change: (change: Partial<Draft>) => void
  readonly accountId: string
}

/** The question of this step. */
const Shown = ({ step, draft: { why, rules, posts, comment }, change, accountId }: ShownProps) => (
  <>
    {step === 'why' && (
      <Question key="why" title={t('moderation.whyTitle')} isFirst={why === ''}>
        <Radios
          label={<span className="unseen">{t('moderation.whyTitle')}</span>}
          name="why"
          value={why}
          options={reasons()}
          onChange={(value) => change({ why: value as Why })}
        />
      </Question>
    )}
    {step === 'rules' && (
      <Question key="rules" title={t('moderation.rulesTitle')}>
        <RulesToPick picked={rules} onPick={(rules) => change({ rules })} />
      </Question>
    )}
    {step === 'posts' && (
      <Question key="posts" title={t('moderation.postsTitle')} text={t('moderation.postsText')}>
        <PickPosts accountId={accountId} picked={posts} onPick={(posts) => change({ posts })} />
      </Question>
    )}
    {step === 'comment' && (
      <Question key="comment" title={t('moderation.commentTitle')} text={t('moderation.commentText')}>
        <TextArea
          label={t('moderation.yourComment')}
          value={comment}
          maxLength={COMMENT_MAX}
          rows={5}
          onChange={(event) => change({ comment: event.target.value })}
        />
      </Question>
    )}
    {step === 'done' && (
      <Question
        key="done"
        title={t(why === 'dislike' ? 'moderation.insteadTitle' : 'moderation.thanksTitle')}
        text={t(why === 'dislike' ? 'moderation.insteadText' : 'moderation.thanksText')}
      >
        <Afterwards accountId={accountId} />
      </Question>
    )}
  </>
)

interface QuestionProps {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
  /** The dialog has just opened, and knows where its focus is. */
  readonly isFirst?: boolean
}

/** One step: its heading gets the focus, so that it is read out. */
function Question({ title, text, children, isFirst = false }: QuestionProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [isArrival] = useState(isFirst)
  useEffect(() => {
    if (!isArrival) heading.current?.focus()
  }, [isArrival])
  return (
    <>
      <div>
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        {text && <p className="soft">{text}</p>}
      </div>
      {children}
    </>
  )
}

function useNameOf(id: string): string {
  const { data } = useQuery({
    queryKey: ['account', id, 'name'],
    queryFn: async ({ signal }) => {
      const account = accounts.get(id) ?? (await get<Account>(`/api/v1/accounts/${id}`, {}, signal))
      keepAccounts([account])
      return nameOf(account)
    },
  })
  const known = accounts.get(id)
  return data ?? (known ? nameOf(known) : '…')
}

interface RulesToPickProps {
  readonly picked: readonly string[]
  readonly onPick: (ids: readonly string[]) => void
}

const RulesToPick = ({ picked, onPick }: RulesToPickProps) =>
  instance.rules.map((rule) => (
    <Checkbox
      key={rule.id}
      label={<span dir="auto">{ruleText(rule)}</span>}
      checked={picked.includes(rule.id)}
      onChange={(event) => onPick(event.target.checked ? [...picked, rule.id] : picked.filter((id) => id !== rule.id))}
    />
  ))
