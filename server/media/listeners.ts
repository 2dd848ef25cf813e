import type { App } from '../app.ts'
import type { Bus } from '../signals/index.ts'
import { selectDeletedKeys } from './queries.ts'
import { mediaRemoved } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  // To remove a file twice is no error, so this bears being repeated.
  bus.later(
    mediaRemoved,
    'media.remove-files',
    async (tx, { mediaId }) => {
      for (const { original_key, small_key } of await selectDeletedKeys(tx, mediaId)) {
        await app.blobs.remove(original_key)
        await app.blobs.remove(small_key)
      }
    },
    { slow: true },
  )
}
