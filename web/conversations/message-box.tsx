/** Where a message is written: Enter sends, Shift+Enter begins a new line; files are uploaded while one writes. */
import { type ClipboardEvent, type KeyboardEvent, lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import type { MediaAttachment } from '../../server/media/schema.ts'
import { put } from '../api/http.ts'
import { countCharacters } from '../compose/count.ts'
import { asDescribed, describe, isUndescribed, type Medium } from '../compose/model.ts'
import { ACCEPTED, bring, MOST_MEDIA, mediumFor, refusalOf } from '../compose/upload.ts'
import { t } from '../messages/index.ts'
import { instance } from '../session/me.ts'
import { IconButton } from '../ui/button.tsx'
import { MOST_IN_A_BOX } from '../ui/fields.tsx'
import { toast } from '../ui/toast.tsx'
import { Attached } from './attached.tsx'
import css from './conversations.module.css'

const AltDialog = lazy(() => import('../compose/alt-dialog.tsx'))

const MOST = instance.configuration.statuses.max_characters
/** How many are left is said from here on. */
const FEW = 100
/** On a touch screen Enter is the only way to begin a new line. */
const enterSends = matchMedia('(pointer: fine)').matches

interface BoxProps {
  /** Stands before the text when it is sent, and counts. */
  readonly before: string
  /** @returns whether it was taken; then the box is empty again. */
  readonly onSend: (text: string, media: readonly Medium[]) => boolean
  /** What could not be sent, to begin with. */
  readonly kept?: { readonly text: string; readonly media: readonly Medium[] } | null
}

export function MessageBox({ before, onSend, kept = null }: BoxProps) {
  const [text, setText] = useState(kept?.text ?? '')
  const files = useFiles(kept?.media ?? [])
  const area = useRef<HTMLTextAreaElement>(null)
  const hint = useId()
  const left = MOST - countCharacters(`${before}${text.trim()}`)
  const isEmpty = text.trim() === '' && files.media.length === 0
  const isReady = files.media.every((one) => one.state === 'ready')
  const send = () => {
    if (isEmpty || left < 0 || !isReady || !onSend(text.trim(), files.media)) return
    setText('')
    files.clear()
    area.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = (enterSends && !event.shiftKey) || event.ctrlKey || event.metaKey
    if (event.key !== 'Enter' || !wanted || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      className={css.box}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Attached media={files.media} onDescribe={files.setDescribing} onRemove={files.remove} />
      <div className={css.line}>
        <FileButton onFiles={files.add} disabled={files.media.length >= MOST_MEDIA} />
        <textarea
          ref={area}
          className={css.area}
          rows={1}
          dir="auto"
          maxLength={MOST_IN_A_BOX}
          value={text}
          placeholder={t('conversations.write')}
          aria-label={t('conversations.write')}
          aria-describedby={enterSends ? hint : undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => pasted(event, files.add)}
        />
        <IconButton
          icon="send"
          type="submit"
          className={`flip ${css.send}`}
          label={t('conversations.send')}
          disabled={isEmpty || left < 0 || !isReady}
        />
      </div>
      <span id={hint} className="unseen">
        {t('conversations.sendHint')}
      </span>
      <Left count={left} />
      {files.describing && (
        <Suspense>
          <AltDialog
            medium={files.describing}
            onClose={() => files.setDescribing(null)}
            onSave={(said) => files.change(files.describing!.key, said)}
          />
        </Suspense>
      )}
    </form>
  )
}

function pasted(event: ClipboardEvent, add: (files: File[]) => void): void {
  if (event.clipboardData.files.length === 0) return
  event.preventDefault()
  add([...event.clipboardData.files])
}

/** Said when there are few left, or too many. */
const Left = ({ count }: { readonly count: number }) => (
  <p role="status" className={count < 0 ? css.over : css.left}>
    {count < 0 ? t('conversations.over', { count: -count }) : count <= FEW ? t('conversations.left', { count }) : null}
  </p>
)

function FileButton({ onFiles, disabled }: { onFiles: (files: File[]) => void; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <IconButton
        icon="image"
        label={t('conversations.attach')}
        disabled={disabled}
        onClick={() => input.current!.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}

/** The files of the message that is being written. */
function useFiles(kept: readonly Medium[]) {
  const [media, setMedia] = useState<readonly Medium[]>(kept)
  const [key, setKey] = useState<string | null>(null)
  const uploads = useRef(new Map<string, AbortController>())
  useEffect(() => {
    const running = uploads.current
    return () => {
      for (const upload of running.values()) upload.abort()
    }
  }, [])
  const change = (of: string, to: Partial<Medium>) =>
    setMedia((all) => all.map((one) => (one.key === of ? { ...one, ...to } : one)))
  return {
    media,
    change,
    describing: media.find((one) => one.key === key) ?? null,
    setDescribing: setKey,
    clear: () => setMedia([]),
    remove: (of: string) => {
      uploads.current.get(of)?.abort()
      setMedia((all) => all.filter((one) => one.key !== of))
    },
    add: (files: readonly File[]) => {
      for (const file of files.slice(0, MOST_MEDIA - media.length)) {
        const refusal = refusalOf(file)
        if (refusal) {
          toast(refusal)
          continue
        }
        const medium = mediumFor(file)
        const upload = new AbortController()
        uploads.current.set(medium.key, upload)
        setMedia((all) => [...all, medium])
        void bring(file, (to) => change(medium.key, to), upload.signal)
      }
    },
  }
}

/** Tells the server what was said of the files. @throws ApiError */
export async function tellDescriptions(media: readonly Medium[]): Promise<Medium[]> {
  return await Promise.all(
    media.map(async (medium) => {
      if (medium.id === null || !isUndescribed(medium)) return medium
      await put<MediaAttachment>(`/api/v1/media/${medium.id}`, describe(medium))
      return asDescribed(medium)
    }),
  )
}
