import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { Static } from 'typebox'
import type { AdminAccount } from '../../server/moderation/admin-schema.ts'
import type { WarningPreset } from '../../server/moderation/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import { get, post } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { may } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Checkbox, Radios, Select, TextArea } from '../ui/fields.tsx'
import { errorText } from '../ui/states.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { STAFF, staffChanged } from './doing.ts'
import css from './staff.module.css'

type AccountDeed = 'none' | 'sensitive' | 'disable' | 'silence' | 'suspend'
type PostDeed = 'delete' | 'sensitive'
export type Deed = { readonly kind: 'account' } | { readonly kind: PostDeed; readonly postIds: readonly string[] }

interface ActDialogProps {
  readonly account: AdminAccount
  readonly deed: Deed
  /** The report that it answers. */
  readonly reportId?: string
  readonly onClose: () => void
}

const accountDeeds = () =>
  [
    { value: 'none', label: t('moderation.warn'), hint: t('moderation.warnHint') },
    { value: 'sensitive', label: t('moderation.sensitive'), hint: t('moderation.sensitiveHint') },
    { value: 'disable', label: t('moderation.disable'), hint: t('moderation.disableHint') },
    { value: 'silence', label: t('moderation.silence'), hint: t('moderation.silenceHint') },
    { value: 'suspend', label: t('moderation.suspend'), hint: t('moderation.suspendHint') },
  ] as const

const undoings = { sensitive: 'unsensitive', disable: 'enable', silence: 'unsilence', suspend: 'unsuspend' } as const
export type Undoing = (typeof undoings)[keyof typeof undoings]

/** Takes a decision about an account back. */
export const undoDeed = (accountId: string, undoing: Undoing): Promise<unknown> =>
  post(`/api/v1/admin/accounts/${accountId}/${undoing}`)

function titleOf(deed: Deed, name: string): string {
  if (deed.kind === 'account') return t('moderation.decideAbout', { name })
  const count = deed.postIds.length
  return t(deed.kind === 'delete' ? 'moderation.deletePosts' : 'moderation.markPosts', { count })
}

/** Decides about an account or posts of it: what, with which words, and whether its person gets them by mail. */
export function ActDialog({ account, deed, reportId, onClose }: ActDialogProps) {
  const [type, setType] = useState<AccountDeed>('none')
  const [text, setText] = useState('')
  const [preset, setPreset] = useState('')
  const [mails, setMails] = useState(true)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const form = useId()
  const decision = {
    text,
    send_email_notification: mails,
    ...(preset && { warning_preset_id: preset }),
    ...(reportId && { report_id: reportId }),
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      if (deed.kind === 'account') await decideAboutAccount(account, type, decision)
      else await decideAboutPosts(deed.kind, deed.postIds, decision)
      onClose()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
    await staffChanged()
  }
  const isGrave = deed.kind === 'delete' || (deed.kind === 'account' && type === 'suspend')
  return (
    <Dialog
      title={<bdi>{titleOf(deed, nameOf(account.account))}</bdi>}
      onClose={onClose}
      size="wide"
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={form} variant={isGrave ? 'danger' : 'primary'} busy={busy}>
            {wordFor(deed, type)}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        {error !== null && (
          <p className={css.refused} role="alert">
            {errorText(error)}
          </p>
        )}
        {deed.kind === 'account' && (
          <Radios
            label={t('moderation.whatToDo')}
            name="deed"
            value={type}
            options={accountDeeds()}
            onChange={(value) => setType(value as AccountDeed)}
          />
        )}
        <Presets value={preset} onChange={setPreset} />
        <Words account={account} text={text} onText={setText} mails={mails} onMails={setMails} />
      </form>
    </Dialog>
  )
}

interface WordsProps {
  readonly account: AdminAccount
  readonly text: string
  readonly onText: (text: string) => void
  readonly mails: boolean
  readonly onMails: (on: boolean) => void
}

const Words = ({ account, text, onText, mails, onMails }: WordsProps) => (
  <>
    <TextArea
      label={t('moderation.words', { name: account.username })}
      hint={t('moderation.wordsHint')}
      value={text}
      maxLength={10_000}
      onChange={(event) => onText(event.target.value)}
    />
    <Checkbox
      label={t('moderation.byMail')}
      {...(account.email === null && { hint: t('moderation.noMail') })}
      disabled={account.email === null}
      checked={mails && account.email !== null}
      onChange={(event) => onMails(event.target.checked)}
    />
  </>
)

const wordFor = (deed: Deed, type: AccountDeed): string =>
  deed.kind === 'account'
    ? accountDeeds().find(({ value }) => value === type)!.label
    : t(deed.kind === 'delete' ? 'common.delete' : 'moderation.markSensitive')

async function decideAboutAccount(account: AdminAccount, type: AccountDeed, decision: object): Promise<void> {
  await post(`/api/v1/admin/accounts/${account.id}/action`, { type, ...decision })
  if (type === 'none') return toast(t('moderation.warned'))
  const undo = () => undoDeed(account.id, undoings[type]).then(staffChanged, toastError)
  toast(t('moderation.decided'), { label: t('common.undo'), run: () => void undo() })
}

/** One after the other; the words go out by mail once, with the first. */
async function decideAboutPosts(
  kind: PostDeed,
  ids: readonly string[],
  decision: { readonly send_email_notification: boolean },
): Promise<void> {
  for (const [at, id] of ids.entries()) {
    const mails = decision.send_email_notification && at === 0
    await post(`/api/tweeter/v1/admin/statuses/${id}/${kind}`, { ...decision, send_email_notification: mails })
  }
  toast(t(kind === 'delete' ? 'moderation.postsDeleted' : 'moderation.postsMarked', { count: ids.length }))
}

/** Texts that were written before; only for those who may read them, and where there are some. */
function Presets({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const { data = [] } = useQuery({
    queryKey: [STAFF, 'presets'],
    queryFn: () => get<Static<typeof WarningPreset>[]>('/api/tweeter/v1/admin/warning_presets', { limit: 200 }),
    enabled: may('manage_settings'),
  })
  if (data.length === 0) return null
  const options = data.map((preset) => ({ value: preset.id, label: preset.title || preset.text.slice(0, 60) }))
  return (
    <Select
      label={t('moderation.preset')}
      value={value}
      options={[{ value: '', label: t('common.none') }, ...options]}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
