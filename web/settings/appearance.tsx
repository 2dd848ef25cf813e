import { LANGUAGES } from '../../server/kit/messages.ts'
import { language, t } from '../messages/index.ts'
import { useMe } from '../session/me.ts'
import {
  chosenLanguage,
  type LocalPreferences,
  setLanguage,
  setPreferences,
  usePreferences,
} from '../session/preferences.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Checkbox, Radios, Select } from '../ui/fields.tsx'
import { Page, Section } from '../ui/page.tsx'
import css from './settings.module.css'

/** How this browser shows everything; it acts at once. */
export default function Appearance() {
  const wanted = usePreferences()
  return (
    <Page title={t('settings.appearance')} back="/settings">
      <Section>
        <Preview />
      </Section>
      <Section>
        <Radios
          label={t('settings.theme')}
          name="theme"
          value={wanted.theme}
          onChange={(theme) => setPreferences({ theme: theme as LocalPreferences['theme'] })}
          options={[
            { value: 'system', label: t('settings.themeSystem') },
            { value: 'light', label: t('settings.themeLight') },
            { value: 'dark', label: t('settings.themeDark') },
          ]}
        />
        <Radios
          label={t('settings.textSize')}
          name="text"
          value={wanted.textSize}
          onChange={(textSize) => setPreferences({ textSize: textSize as LocalPreferences['textSize'] })}
          options={[
            { value: 'small', label: t('settings.textSmall') },
            { value: 'normal', label: t('settings.textNormal') },
            { value: 'large', label: t('settings.textLarge') },
          ]}
        />
        <Select
          label={t('settings.language')}
          hint={t('settings.languageHint')}
          value={chosenLanguage()}
          onChange={(event) => setLanguage(event.target.value)}
          options={[
            { value: '', label: t('settings.languageBrowser') },
            ...LANGUAGES.map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
      </Section>
      <Section title={t('settings.behaviour')}>
        <Switch name="autoplay" label={t('settings.autoplay')} hint={t('settings.autoplayHint')} />
        <Switch name="liveAtTop" label={t('settings.live')} hint={t('settings.liveHint')} />
        <Switch name="confirmBoost" label={t('settings.confirmBoost')} />
        <Switch name="confirmMissingAlt" label={t('settings.confirmAlt')} hint={t('settings.confirmAltHint')} />
      </Section>
      <p className={css.version}>{t('settings.onlyHere')}</p>
    </Page>
  )
}

interface SwitchProps {
  readonly name: 'autoplay' | 'liveAtTop' | 'confirmBoost' | 'confirmMissingAlt'
  readonly label: string
  readonly hint?: string
}

function Switch({ name, label, hint }: SwitchProps) {
  const wanted = usePreferences()
  return (
    <Checkbox
      isSwitch
      label={label}
      hint={hint}
      checked={wanted[name]}
      onChange={(event) => setPreferences({ [name]: event.target.checked })}
    />
  )
}

/** A post as it looks with what is set. */
function Preview() {
  const me = useMe()
  if (!me) return null
  return (
    <figure className={css.preview} lang={language}>
      <Avatar src={me.avatar_static} />
      <div>
        <strong>
          <bdi>{me.display_name || me.username}</bdi>
        </strong>{' '}
        <small>
          <bdi dir="ltr">@{me.acct}</bdi>
        </small>
        <p>{t('settings.preview')}</p>
      </div>
    </figure>
  )
}
