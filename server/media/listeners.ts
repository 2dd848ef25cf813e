import type { App } from '../app.ts'
import type { Bus } from '../signals/index.ts'
import { dropFiles, dropSource } from './files.ts'
import { processMedia } from './process.ts'
import { selectDeleted, selectMedia } from './queries.ts'
import { mediaProcessed, mediaRemoved, mediaUploaded } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.later(mediaUploaded, 'media.process', (tx, { mediaId }) => processMedia(app, tx, mediaId), { slow: true })

  // To remove a file twice is no error, so these bear being repeated.
  bus.later(
    mediaProcessed,
    'media.remove-source',
    async (tx, { mediaId }) => {
      for (const row of await selectMedia(tx, [mediaId])) await dropSource(app, row)
    },
    { slow: true },
  )
  bus.later(
    mediaRemoved,
    'media.remove-files',
    async (tx, { mediaId }) => {
      for (const row of await selectDeleted(tx, mediaId)) await dropFiles(app, row)
    },
    { slow: true },
  )
}
