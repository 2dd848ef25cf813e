import { useMemo } from 'react'
import { t } from '../messages/index.ts'
import type { ComposeIntent } from '../session/intents.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { navigate, useQueryParameter } from '../ui/router.tsx'
import { Composer } from './composer.tsx'

/** The composer as a page of its own; `?text` is what it begins with. */
export default function ComposePage() {
  const text = useQueryParameter('text')
  return <WritingPage text={text} />
}

export function WritingPage({ text }: { readonly text: string }) {
  const intent = useMemo<ComposeIntent>(() => (text ? { kind: 'new', text } : { kind: 'new' }), [text])
  return (
    <Page
      title={t('shell.newPost')}
      back="/"
      actions={
        <ButtonLink to="/drafts" variant="plain" size="small">
          {t('compose.drafts')}
        </ButtonLink>
      }
    >
      <Composer intent={intent} onDone={() => navigate('/', { replace: true })} autoFocus />
    </Page>
  )
}
