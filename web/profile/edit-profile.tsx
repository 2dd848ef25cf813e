import { type FormEvent, useEffect } from 'react'
import type { CredentialAccount } from '../../server/accounts/schema.ts'
import { t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox, TextArea, TextField } from '../ui/fields.tsx'
import { Section } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { type Draft, type Errors, type Flag, isChanged, limits, useDraft } from './draft.ts'
import css from './edit-profile.module.css'
import { FieldRows } from './field-rows.tsx'
import { MOST_DESCRIPTION, PictureFields } from './picture-fields.tsx'

/** The form of one's own profile. */
export function EditProfile() {
  const me = useMe()
  return me && <Form me={me} />
}

function Form({ me }: { readonly me: CredentialAccount }) {
  const { draft, change, errors, busy, save } = useDraft(me)
  const dirty = isChanged(draft, me)
  useWarning(dirty)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    if (await save()) toast(t('common.saved'))
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <PictureFields me={me} draft={draft} errors={errors} onChange={change} />
      <Section>
        <NameAndBio draft={draft} errors={errors} onChange={change} />
        <FieldRows fields={draft.fields} error={errors.fields} onChange={(fields) => change({ fields })} />
        <Descriptions draft={draft} errors={errors} onChange={change} />
      </Section>
      <Flags draft={draft} onChange={change} />
      <div className={css.foot}>
        <Button type="submit" variant="primary" busy={busy} disabled={!dirty}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}

/** Leaving the browser's page with something unsaved is asked about. */
function useWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [dirty])
}

interface PartProps {
  readonly draft: Draft
  readonly errors: Errors
  readonly onChange: (change: Partial<Draft>) => void
}

const lengthOf = (text: string): number => [...text].length

/** An error of the server, or what can be said before asking it. */
const errorOf = (errors: Errors, name: string, text: string, most: number): string | undefined =>
  lengthOf(text) > most ? t('accounts.tooLong') : errors[name]

/** What the first step of the welcome has as well. */
export function NameAndBio({ draft, errors, onChange }: PartProps) {
  const left = limits.max_note_length - lengthOf(draft.note)
  return (
    <>
      <TextField
        label={t('accounts.displayName')}
        value={draft.display_name}
        dir="auto"
        autoComplete="name"
        error={errorOf(errors, 'display_name', draft.display_name, limits.max_display_name_length)}
        onChange={(event) => onChange({ display_name: event.target.value })}
      />
      <TextArea
        label={t('accounts.bio')}
        hint={t('accounts.charactersLeft', { count: left })}
        value={draft.note}
        error={errorOf(errors, 'note', draft.note, limits.max_note_length)}
        onChange={(event) => onChange({ note: event.target.value })}
      />
    </>
  )
}

const Descriptions = ({ draft, errors, onChange }: PartProps) => (
  <details className={css.details} open={Boolean(errors.avatar_description ?? errors.header_description) || undefined}>
    <summary>{t('accounts.descriptions')}</summary>
    <p className={css.hint}>{t('accounts.descriptionsHint')}</p>
    <TextField
      label={t('accounts.avatar')}
      value={draft.avatar_description}
      maxLength={MOST_DESCRIPTION}
      dir="auto"
      error={errors.avatar_description}
      onChange={(event) => onChange({ avatar_description: event.target.value })}
    />
    <TextField
      label={t('accounts.header')}
      value={draft.header_description}
      maxLength={MOST_DESCRIPTION}
      dir="auto"
      error={errors.header_description}
      onChange={(event) => onChange({ header_description: event.target.value })}
    />
  </details>
)

function Flags({ draft: { flags }, onChange }: Omit<PartProps, 'errors'>) {
  /** @param turned whether the box says the contrary of the flag. */
  const box = (name: Flag, label: string, hint?: string, turned = false) => (
    <Checkbox
      label={label}
      hint={hint}
      checked={flags[name] !== turned}
      onChange={(event) => onChange({ flags: { ...flags, [name]: event.target.checked !== turned } })}
    />
  )
  return (
    <>
      <Section title={t('accounts.reach')}>
        {box('locked', t('accounts.lockedFlag'), t('accounts.lockedHint'))}
        {box('discoverable', t('accounts.discoverable'), t('accounts.discoverableHint'))}
        {box('indexable', t('accounts.indexable'), t('accounts.indexableHint'))}
      </Section>
      <Section title={t('accounts.onProfile')}>
        {box('hide_collections', t('accounts.showConnections'), undefined, true)}
        {box('show_media', t('accounts.showMedia'))}
        {flags.show_media && box('show_media_replies', t('accounts.showMediaReplies'))}
        {box('show_featured', t('accounts.showFeatured'))}
        {box('bot', t('accounts.botFlag'), t('accounts.botHint'))}
      </Section>
    </>
  )
}
