import { useState } from 'react'
import type { CredentialAccount, ProfileEdit } from '../../server/accounts/schema.ts'
import { patch } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { currentMe, setMe, useMe } from '../session/me.ts'
import { Checkbox, Radios, Select } from '../ui/fields.tsx'
import { Page, Section } from '../ui/page.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { useLanguages } from './languages.ts'

type Source = NonNullable<ProfileEdit['source']>

/** Changes at once, tells the server, and is as before where that refuses. */
async function save(change: Source): Promise<void> {
  const before = currentMe()
  if (!before) return
  setMe({ ...before, source: { ...before.source, ...(change as Partial<CredentialAccount['source']>) } })
  try {
    setMe(await patch<CredentialAccount>('/api/v1/accounts/update_credentials', { source: change }))
    toast(t('common.saved'))
  } catch (error) {
    setMe(before)
    toastError(error)
  }
}

/** What a new post is set to at first. */
export default function Posting() {
  const me = useMe()
  const languages = useLanguages()
  const [busy, setBusy] = useState(false)
  if (!me) return null
  const { privacy, sensitive, language, quote_policy: quotes } = me.source
  const change = async (source: Source) => {
    setBusy(true)
    await save(source)
    setBusy(false)
  }
  return (
    <Page title={t('settings.posting')} subtitle={t('settings.postingDetail')} back="/settings">
      <Section>
        <Radios
          label={t('settings.visibility')}
          hint={t('settings.visibilityHint')}
          name="visibility"
          value={privacy}
          onChange={(value) => void change({ privacy: value as NonNullable<Source['privacy']> })}
          options={[
            { value: 'public', label: t('settings.public'), hint: t('settings.publicHint') },
            { value: 'unlisted', label: t('settings.unlisted'), hint: t('settings.unlistedHint') },
            { value: 'private', label: t('settings.private'), hint: t('settings.privateHint') },
          ]}
        />
        <Radios
          label={t('settings.quotes')}
          name="quotes"
          value={quotes}
          onChange={(value) => void change({ quote_policy: value as NonNullable<Source['quote_policy']> })}
          options={[
            { value: 'public', label: t('settings.quotesPublic') },
            { value: 'followers', label: t('settings.quotesFollowers') },
            { value: 'nobody', label: t('settings.quotesNobody') },
          ]}
        />
        <Select
          label={t('settings.postLanguage')}
          hint={t('settings.postLanguageHint')}
          value={language ?? ''}
          disabled={busy}
          onChange={(event) => void change({ language: event.target.value || null })}
          options={[{ value: '', label: t('settings.postLanguageNone') }, ...languages]}
        />
        <Checkbox
          isSwitch
          label={t('settings.sensitive')}
          hint={t('settings.sensitiveHint')}
          checked={sensitive}
          onChange={(event) => void change({ sensitive: event.target.checked })}
        />
      </Section>
    </Page>
  )
}
