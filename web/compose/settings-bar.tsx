/** For whom a post is, who may answer and quote it, its language and its time. */
import { lazy, Suspense, useState } from 'react'
import type { Visibility } from '../../server/accounts/schema.ts'
import { t } from '../messages/index.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { Spinner } from '../ui/states.tsx'
import { moment } from '../ui/time.tsx'
import css from './composer.module.css'
import { nameOfLanguage } from './language-name.ts'
import { type Composition, isWider, type Settings } from './model.ts'
import { Popup } from './popup.tsx'
import type { Composing } from './use-composition.ts'

const LanguagePicker = lazy(() => import('./language-picker.tsx'))
const ScheduleDialog = lazy(() => import('./schedule-dialog.tsx'))

const VISIBILITIES: readonly (readonly [Visibility, IconName])[] = [
  ['public', 'globe'],
  ['unlisted', 'unlisted'],
  ['private', 'lock'],
  ['direct', 'mail'],
]
const REPLIES: readonly (readonly [Settings['replyPolicy'], IconName])[] = [
  ['everyone', 'reply'],
  ['followers', 'users'],
  ['following', 'userPlus'],
  ['mentioned', 'at'],
]
const QUOTES: readonly (readonly [Settings['quotePolicy'], IconName])[] = [
  ['public', 'quote'],
  ['followers', 'users'],
  ['nobody', 'block'],
]

export function SettingsBar({ composing }: { readonly composing: Composing }) {
  const { value, change } = composing
  const { settings, origin } = value
  const set = (next: Partial<Settings>) =>
    change((before) => ({ ...before, settings: { ...before.settings, ...next } }))
  const isEdit = origin.kind === 'edit'
  const isOpen = settings.visibility === 'public' || settings.visibility === 'unlisted'
  return (
    <div className={css.settings}>
      {!isEdit && <VisibilityMenu value={value} onChoose={(visibility) => set({ visibility })} />}
      {!isEdit && settings.visibility !== 'direct' && (
        <Choice
          icon={iconOf(REPLIES, settings.replyPolicy)}
          name={t('compose.whoMayReply')}
          word={t(`compose.reply_${settings.replyPolicy}`)}
          items={REPLIES.map(([policy, icon]) => ({
            label: t(`compose.reply_${policy}`),
            icon,
            checked: settings.replyPolicy === policy,
            onSelect: () => set({ replyPolicy: policy }),
          }))}
        />
      )}
      {isOpen && (
        <Choice
          icon={iconOf(QUOTES, settings.quotePolicy)}
          name={t('compose.whoMayQuote')}
          word={t(`compose.quote_${settings.quotePolicy}`)}
          items={QUOTES.map(([policy, icon]) => ({
            label: t(`compose.quote_${policy}`),
            icon,
            checked: settings.quotePolicy === policy,
            onSelect: () => set({ quotePolicy: policy }),
          }))}
        />
      )}
      <LanguageChoice code={settings.language} onChoose={(language) => set({ language })} />
      {settings.scheduledAt !== null && (
        <TimeChip at={settings.scheduledAt} onChoose={(scheduledAt) => set({ scheduledAt })} />
      )}
    </div>
  )
}

function iconOf<Name>(list: readonly (readonly [Name, IconName])[], name: Name): IconName {
  return list.find(([one]) => one === name)?.[1] ?? 'globe'
}

interface VisibilityProps {
  readonly value: Composition
  readonly onChoose: (visibility: Visibility) => void
}

function VisibilityMenu({ value: { settings, widest }, onChoose }: VisibilityProps) {
  return (
    <Choice
      icon={iconOf(VISIBILITIES, settings.visibility)}
      name={t('compose.visibility')}
      word={t(`compose.visible_${settings.visibility}`)}
      items={VISIBILITIES.filter(([one]) => !isWider(one, widest)).map(([one, icon]) => ({
        label: t(`compose.visible_${one}`),
        hint: t(`compose.visibleHint_${one}`),
        icon,
        checked: settings.visibility === one,
        onSelect: () => onChoose(one),
      }))}
    />
  )
}

interface ChoiceProps {
  readonly icon: IconName
  /** What is chosen, for screen readers and who points at it. */
  readonly name: string
  readonly word: string
  readonly items: readonly MenuItem[]
}

const Choice = ({ icon, name, word, items }: ChoiceProps) => (
  <Menu
    items={items}
    button={(props) => (
      <button type="button" className={css.chip} {...props} aria-label={`${name}: ${word}`} title={name}>
        <Icon name={icon} />
        <span>{word}</span>
        <Icon name="down" />
      </button>
    )}
  />
)

function LanguageChoice({ code, onChoose }: { readonly code: string; readonly onChoose: (code: string) => void }) {
  const word = code ? nameOfLanguage(code) : t('compose.languageAutoShort')
  return (
    <Popup
      label={t('compose.language')}
      button={(props) => (
        <button
          type="button"
          className={css.chip}
          {...props}
          aria-label={`${t('compose.language')}: ${word}`}
          title={t('compose.language')}
        >
          <span>{word}</span>
          <Icon name="down" />
        </button>
      )}
    >
      {(close) => (
        <Suspense fallback={<Spinner />}>
          <LanguagePicker
            value={code}
            onChoose={(chosen) => {
              onChoose(chosen)
              close()
            }}
          />
        </Suspense>
      )}
    </Popup>
  )
}

function TimeChip({ at, onChoose }: { readonly at: string; readonly onChoose: (at: string | null) => void }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={css.chip} onClick={() => setOpen(true)} title={t('compose.schedule')}>
        <Icon name="clock" />
        <span>{t('compose.scheduledFor', { time: moment(at) })}</span>
      </button>
      {open && (
        <Suspense>
          <ScheduleDialog value={at} onClose={() => setOpen(false)} onChoose={onChoose} />
        </Suspense>
      )}
    </>
  )
}

/** The button in the tools that sets a time. */
export function ScheduleOpener({
  value,
  onChoose,
  children,
}: {
  readonly value: string | null
  readonly onChoose: (at: string | null) => void
  readonly children: (open: () => void) => React.ReactNode
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      {children(() => setOpen(true))}
      {open && (
        <Suspense>
          <ScheduleDialog value={value} onClose={() => setOpen(false)} onChoose={onChoose} />
        </Suspense>
      )}
    </>
  )
}
