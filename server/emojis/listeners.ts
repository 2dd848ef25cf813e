import type { App } from '../app.ts'
import { dropPicture } from '../media/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { forgetEmojis } from './set.ts'
import { emojiDropped, emojisChanged } from './signals.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(emojisChanged, 'emojis.forget', () => forgetEmojis(app))
  bus.after(othersWrote, 'emojis.forget-all', () => forgetEmojis(app))
  // To remove a file twice is no error, so this bears being repeated.
  bus.later(
    emojiDropped,
    'emojis.remove-images',
    async (_tx, { images }) => {
      for (const name of images) await dropPicture(app, name)
    },
    { slow: true },
  )
}
