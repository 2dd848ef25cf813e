/**
 * A copy of what is being written, in the browser, so that a crash or a closed tab loses nothing. One for each thing
 * that the composer is opened for; gone as soon as it was sent, saved or thrown away.
 */
import type { ComposeIntent } from '../session/intents.ts'
import { hasLeft } from '../session/leave.ts'
import type { Composition } from './model.ts'

const PREFIX = 'compose'

/** Under what name it is kept: whose it is, and what it was for. */
export function safetyName(intent: ComposeIntent, meId: string): string {
  const about =
    intent.kind === 'reply'
      ? intent.to
      : intent.kind === 'quote'
        ? intent.of
        : intent.kind === 'message'
          ? intent.to.join(' ')
          : intent.kind === 'redraft'
            ? intent.of.id
            : intent.kind === 'new'
              ? ''
              : intent.id
  return [PREFIX, meId, intent.kind, about].join(':')
}

/** Of media only those that are on the server can be kept. */
export function keepSafe(name: string, composition: Composition): void {
  if (hasLeft()) return
  const pieces = composition.pieces.map((piece) => ({
    ...piece,
    media: piece.media
      .filter(({ state }) => state === 'ready')
      .map((medium) => ({ ...medium, preview: medium.preview?.startsWith('blob:') ? null : medium.preview })),
  }))
  try {
    localStorage.setItem(name, JSON.stringify({ ...composition, pieces }))
  } catch {
    // A browser that keeps nothing, or has no room: what is written stays in the page.
  }
}

export function keptSafe(name: string): Composition | null {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Composition | null
    return Array.isArray(kept?.pieces) && kept.pieces.length > 0 ? kept : null
  } catch {
    return null
  }
}

export function dropSafe(name: string): void {
  try {
    localStorage.removeItem(name)
  } catch {
    // Nothing was kept either.
  }
}
