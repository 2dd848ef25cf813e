/** The line at the top of home that opens to the composer, whose code comes when it is wanted. */
import { lazy, Suspense, useState } from 'react'
import { t } from '../messages/index.ts'
import type { ComposeIntent } from '../session/intents.ts'
import { useMe } from '../session/me.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icons.tsx'
import css from './home-composer.module.css'

const load = () => import('./composer.tsx')
const Composer = lazy(() => load().then(({ Composer }) => ({ default: Composer })))
const NEW: ComposeIntent = { kind: 'new' }

export function HomeComposer() {
  const me = useMe()
  const [open, setOpen] = useState(false)
  if (!me) return null
  const prompt = (
    <button
      type="button"
      className={css.prompt}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setOpen(true)}
    >
      <Avatar src={me.avatar_static} />
      <span>{t('compose.placeholder')}</span>
      <Icon name="image" />
      <Icon name="poll" />
    </button>
  )
  if (!open) return prompt
  return (
    <Suspense fallback={prompt}>
      <Composer intent={NEW} onDone={() => setOpen(false)} autoFocus />
    </Suspense>
  )
}
