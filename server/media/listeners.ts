import type { App } from '../app.ts'
import type { Bus } from '../signals/index.ts'
import { dropPicture } from './files.ts'
import { selectDeletedNames } from './queries.ts'
import { mediaRemoved } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  // To remove a file twice is no error, so this bears being repeated.
  bus.later(
    mediaRemoved,
    'media.remove-files',
    async (tx, { mediaId }) => {
      for (const { original_name, small_name } of await selectDeletedNames(tx, mediaId)) {
        await dropPicture(app, original_name)
        await dropPicture(app, small_name)
      }
    },
    { slow: true },
  )
}
