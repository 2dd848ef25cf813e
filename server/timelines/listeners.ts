import type { App } from '../app.ts'
import { postDeleted, postEdited, posted } from '../posts/index.ts'
import { followed, unfollowed } from '../relations/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { homesOf } from './read.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(posted, 'timelines.deliver', (fact) => homesOf(app).deliver(fact))
  bus.after(postDeleted, 'timelines.forget', ({ postId }) => homesOf(app).forget(postId))
  bus.after(postEdited, 'timelines.edited', (fact) => homesOf(app).edited(fact))
  // Who somebody follows decides every line of their home: it is built again when they next look.
  bus.after(followed, 'timelines.rebuild-followed', ({ followerId }) => homesOf(app).drop(followerId))
  bus.after(unfollowed, 'timelines.rebuild-unfollowed', ({ followerId }) => homesOf(app).drop(followerId))
  bus.after(othersWrote, 'timelines.rebuild-all', () => homesOf(app).dropAll())
}
