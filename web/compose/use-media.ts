import { useCallback, useRef } from 'react'
import { del } from '../api/http.ts'
import { t } from '../messages/index.ts'
import { type Composition, changed, type Medium, type Piece } from './model.ts'
import { bring, MOST_MEDIA, mediumFor, refusalOf } from './upload.ts'
import type { Composing } from './use-composition.ts'

/** Media of the posts: uploads that are under way, and what can be done with them. */
export function useMedia(
  current: { readonly current: Composition | null },
  setValue: (change: (before: Composition | null) => Composition | null) => void,
  changePiece: Composing['changePiece'],
  setError: (error: string | null) => void,
) {
  const running = useRef(new Map<string, { file: File; abort: AbortController }>())
  const upload = useCallback(
    (key: string, medium: string, file: File) => {
      const abort = new AbortController()
      running.current.set(medium, { file, abort })
      const patch = (to: Partial<Medium>) =>
        setValue((before) => {
          if (!before) return before
          const media = (piece: Piece) => ({
            media: piece.media.map((one) => (one.key === medium ? { ...one, ...to } : one)),
          })
          return { ...before, pieces: changed(before.pieces, key, media) }
        })
      void bring(file, patch, abort.signal)
    },
    [setValue],
  )
  const addFiles = useCallback<Composing['addFiles']>(
    (key, files) => {
      const piece = current.current?.pieces.find((one) => one.key === key)
      if (!piece) return
      const refused = files.map(refusalOf).find((why) => why !== null)
      const fine = files.filter((file) => refusalOf(file) === null)
      const made = fine.map((file) => ({ file, medium: mediumFor(file) }))
      const all = [...piece.media, ...made.map(({ medium }) => medium)]
      const wrong = refused ?? tooMany(piece, all)
      if (!tooMany(piece, all) && made.length > 0) {
        changePiece(key, (before) => ({ media: [...before.media, ...made.map(({ medium }) => medium)] }))
        for (const { file, medium } of made) upload(key, medium.key, file)
      }
      if (wrong) setError(wrong)
    },
    [current, changePiece, setError, upload],
  )
  const retryFile = useCallback<Composing['retryFile']>(
    (key, medium) => {
      const known = running.current.get(medium)
      if (!known) return
      changePiece(key, (piece) => ({
        media: piece.media.map((one) =>
          one.key === medium ? { ...one, state: 'uploading', progress: 0, error: null } : one,
        ),
      }))
      upload(key, medium, known.file)
    },
    [changePiece, upload],
  )
  const removeMedium = useCallback<Composing['removeMedium']>(
    (key, medium) => {
      const gone = current.current?.pieces.flatMap(({ media }) => media).find((one) => one.key === medium)
      const known = running.current.get(medium)
      known?.abort.abort()
      running.current.delete(medium)
      // Uploaded just now, so nothing else has it. Otherwise the server sweeps it, unless a post or a draft has it.
      if (known && gone?.id) void del(`/api/v1/media/${gone.id}`).catch(() => {})
      if (gone?.preview?.startsWith('blob:')) URL.revokeObjectURL(gone.preview)
      changePiece(key, (piece) => ({ media: piece.media.filter((one) => one.key !== medium) }))
    },
    [current, changePiece],
  )
  const abortAll = () => {
    for (const { abort } of running.current.values()) abort.abort()
  }
  return { addFiles, retryFile, removeMedium, abortAll }
}

function tooMany(piece: Piece, all: readonly Medium[]): string | null {
  if (piece.poll) return t('compose.noMediaWithPoll')
  if (all.length > MOST_MEDIA) return t('compose.tooManyMedia', { count: MOST_MEDIA })
  const isAlone = all.some(({ kind }) => kind === 'audio' || kind === 'video')
  return isAlone && all.length > 1 ? t('compose.oneFilm') : null
}
