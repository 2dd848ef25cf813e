/** The composer over the page. On closing with something written it asks what shall become of it. */
import { useState } from 'react'
import { t } from '../messages/index.ts'
import type { ComposeIntent } from '../session/intents.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure, Spinner } from '../ui/states.tsx'
import { ComposerForm } from './composer.tsx'
import { useComposition } from './use-composition.ts'

type Answer = 'save' | 'discard' | 'stay'

interface Props {
  readonly intent: ComposeIntent
  readonly onDone: () => void
}

export default function ComposeDialog({ intent, onDone }: Props) {
  const { composing, failure, retry } = useComposition(intent, onDone)
  const [asking, setAsking] = useState<((answer: Answer) => void) | null>(null)
  const mayClose = async () => {
    if (composing?.busy) return false
    if (!composing?.isDirty) return true
    const answer = await new Promise<Answer>((resolve) => setAsking(() => resolve))
    setAsking(null)
    if (answer === 'save') return await composing.save()
    if (answer === 'discard') composing.discard()
    return answer === 'discard'
  }
  return (
    <Dialog title={titleOf(intent)} size="wide" onClose={onDone} mayClose={mayClose}>
      {failure ? (
        <Failure error={failure} onRetry={retry} />
      ) : composing ? (
        <ComposerForm composing={composing} autoFocus />
      ) : (
        <Spinner />
      )}
      {asking && (
        <Unsaved isEdit={intent.kind === 'edit'} posts={composing?.value.pieces.length ?? 1} answer={asking} />
      )}
    </Dialog>
  )
}

function titleOf({ kind }: ComposeIntent): string {
  if (kind === 'reply') return t('compose.titleReply')
  if (kind === 'quote') return t('compose.titleQuote')
  if (kind === 'edit') return t('compose.titleEdit')
  if (kind === 'message') return t('compose.titleMessage')
  if (kind === 'scheduled') return t('compose.titleScheduled')
  return t('shell.newPost')
}

interface UnsavedProps {
  readonly isEdit: boolean
  readonly posts: number
  readonly answer: (answer: Answer) => void
}

/** An edit cannot become a draft: its post is there already. */
const Unsaved = ({ isEdit, posts, answer }: UnsavedProps) => (
  <Dialog
    title={t(isEdit ? 'compose.unsavedEditTitle' : 'compose.unsavedTitle')}
    onClose={() => answer('stay')}
    actions={
      <>
        <Button onClick={() => answer('stay')}>{t('common.cancel')}</Button>
        <Button variant="danger" onClick={() => answer('discard')}>
          {t('compose.discard')}
        </Button>
        {!isEdit && (
          <Button variant="primary" data-focus onClick={() => answer('save')}>
            {t('compose.saveDraft')}
          </Button>
        )}
      </>
    }
  >
    <p>{t(isEdit ? 'compose.unsavedEditText' : posts > 1 ? 'compose.unsavedThreadText' : 'compose.unsavedText')}</p>
  </Dialog>
)
