/** How far home was read, told to the server now and then, so that other apps go on from there (Mastodon's markers). */
import { get, post } from '../api/http.ts'
import { compareRows, isGap } from './rows.ts'

const PAUSE_MS = 4000
let newest = ''
/** What the server knows: asked for once, since another app may be further. */
let told: string | null = null
let isWaiting = false

const isNewer = (id: string, than: string | null) => than === null || than === '' || compareRows(id, than) < 0

/** The first row in the window. Only what is newer than what was told is told. */
export function markHome(row: string): void {
  if (isGap(row) || !isNewer(row, newest)) return
  newest = row
  if (isWaiting) return
  isWaiting = true
  setTimeout(() => void tell(), PAUSE_MS)
}

async function tell(): Promise<void> {
  isWaiting = false
  try {
    if (told === null) {
      const { home } = await get<{ home?: { last_read_id: string } }>('/api/v1/markers', { timeline: ['home'] })
      told = home?.last_read_id ?? ''
    }
    if (!isNewer(newest, told)) return
    const last_read_id = newest
    await post('/api/v1/markers', { home: { last_read_id } })
    told = last_read_id
  } catch {
    // Not told (no connection; another app was quicker): with the next post that is read it is told anew.
  }
}

globalThis.addEventListener?.('pagehide', () => {
  if (told === null || !isNewer(newest, told)) return
  const body = new Blob([JSON.stringify({ home: { last_read_id: newest } })], { type: 'application/json' })
  void fetch('/api/v1/markers', { method: 'POST', body, keepalive: true, credentials: 'same-origin' }).catch(() => {})
})
