/** One's own profile while it is being changed, and how it is sent. */
import { useState } from 'react'
import type { CredentialAccount } from '../../server/accounts/schema.ts'
import { keepAccounts } from '../api/entities.ts'
import { ApiError, del, patch } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { instance, setMe } from '../session/me.ts'
import { toastError } from '../ui/toast.tsx'

export const limits = instance.configuration.accounts

/** A field of the profile; `key` is its place in the form's memory while it is moved about. */
export interface DraftField {
  readonly key: number
  readonly name: string
  readonly value: string
}

export interface Draft {
  readonly display_name: string
  readonly note: string
  readonly fields: readonly DraftField[]
  /** A new picture; 'remove': back to the generated one; null: as it is. */
  readonly avatar: File | 'remove' | null
  readonly header: File | 'remove' | null
  readonly avatar_description: string
  readonly header_description: string
  readonly flags: Readonly<Record<Flag, boolean>>
}

export const FLAGS = [
  'locked',
  'bot',
  'discoverable',
  'indexable',
  'hide_collections',
  'show_media',
  'show_media_replies',
  'show_featured',
] as const
export type Flag = (typeof FLAGS)[number]
type TextName = 'display_name' | 'note' | 'avatar_description' | 'header_description'
const TEXTS: readonly TextName[] = ['display_name', 'note', 'avatar_description', 'header_description']
/** What is wrong, by the name of the field, as sentences. */
export type Errors = Readonly<Record<string, string>>

export const draftOf = (me: CredentialAccount): Draft => ({
  display_name: me.display_name,
  note: me.source.note,
  fields: me.source.fields.map(({ name, value }, key) => ({ key, name, value })),
  avatar: null,
  header: null,
  avatar_description: me.avatar_description,
  header_description: me.header_description,
  flags: Object.fromEntries(FLAGS.map((name) => [name, me[name]])) as Record<Flag, boolean>,
})

/** What is different from `me`, as the form that the API takes. */
export function formOf(draft: Draft, me: CredentialAccount): FormData {
  const before = draftOf(me)
  const form = new FormData()
  for (const name of TEXTS) if (draft[name] !== before[name]) form.set(name, draft[name])
  for (const name of FLAGS) if (draft.flags[name] !== before.flags[name]) form.set(name, String(draft.flags[name]))
  for (const kind of ['avatar', 'header'] as const) {
    const picture = draft[kind]
    if (picture instanceof File) form.set(kind, picture)
  }
  const plain = (fields: Draft['fields']) => JSON.stringify(fields.map(({ name, value }) => [name, value]))
  if (plain(draft.fields) !== plain(before.fields)) {
    // A form without one field says nothing of them, so that there is always one, if need be an empty one.
    const sent = draft.fields.length > 0 ? draft.fields : [{ name: '', value: '' }]
    sent.forEach(({ name, value }, at) => {
      form.set(`fields_attributes[${at}][name]`, name)
      form.set(`fields_attributes[${at}][value]`, value)
    })
  }
  return form
}

export const isChanged = (draft: Draft, me: CredentialAccount): boolean =>
  draft.avatar === 'remove' || draft.header === 'remove' || [...formOf(draft, me).keys()].length > 0

async function send(draft: Draft, me: CredentialAccount): Promise<CredentialAccount> {
  let changed = me
  const form = formOf(draft, me)
  if ([...form.keys()].length > 0) changed = await patch<CredentialAccount>('/api/v1/accounts/update_credentials', form)
  if (draft.avatar === 'remove') changed = await del<CredentialAccount>('/api/v1/profile/avatar')
  if (draft.header === 'remove') changed = await del<CredentialAccount>('/api/v1/profile/header')
  return changed
}

function errorsIn(error: ApiError): Errors {
  const sentence = (name: string, code: string, description: string) => {
    if (code === 'ERR_TOO_LONG') return t('accounts.tooLong')
    if (code === 'ERR_TOO_MANY') return t('accounts.tooManyFields', { count: limits.max_profile_fields })
    return name === 'fields' && code === 'ERR_BLANK' ? t('accounts.fieldNeedsLabel') : description
  }
  return Object.fromEntries(
    Object.entries(error.details).map(([name, [first]]) => [
      name,
      sentence(name, first?.error ?? '', first?.description ?? error.message),
    ]),
  )
}

/** The draft of `me` and what a form needs around it. `save` says whether everything is stored. */
export function useDraft(me: CredentialAccount) {
  const [draft, setDraft] = useState(() => draftOf(me))
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }))
  const save = async (): Promise<boolean> => {
    setBusy(true)
    setErrors({})
    try {
      const changed = await send(draft, me)
      setMe(changed)
      keepAccounts([changed])
      setDraft(draftOf(changed))
      return true
    } catch (error) {
      const found = error instanceof ApiError ? errorsIn(error) : {}
      setErrors(found)
      if (Object.keys(found).length === 0) toastError(error)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { draft, change, errors, busy, save }
}
