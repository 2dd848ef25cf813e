import type { App } from '../app.ts'
import { listChanged } from '../lists/index.ts'
import { postDeleted, postEdited, posted } from '../posts/index.ts'
import { followed, unfollowed } from '../relations/index.ts'
import { type Bus, othersWrote } from '../signals/index.ts'
import { tagFollowed, tagUnfollowed } from '../tags/index.ts'
import { homesOf } from './read.ts'

export function listen(bus: Bus, app: App): void {
  bus.after(posted, 'timelines.deliver', (fact) => homesOf(app).deliver(fact))
  bus.after(postDeleted, 'timelines.forget', ({ postId }) => homesOf(app).forget(postId))
  bus.after(postEdited, 'timelines.edited', (fact) => homesOf(app).edited(fact))
  // Whom and what somebody follows, and whom they keep in exclusive lists, decides every line of their home: it is built again when they next look.
  bus.after(followed, 'timelines.rebuild-followed', ({ followerId }) => homesOf(app).drop(followerId))
  bus.after(unfollowed, 'timelines.rebuild-unfollowed', ({ followerId }) => homesOf(app).drop(followerId))
  bus.after(tagFollowed, 'timelines.rebuild-tag-followed', ({ accountId }) => homesOf(app).drop(accountId))
  bus.after(tagUnfollowed, 'timelines.rebuild-tag-unfollowed', ({ accountId }) => homesOf(app).drop(accountId))
  bus.after(listChanged, 'timelines.rebuild-list', ({ ownerId, changesHome }) => {
    if (changesHome) homesOf(app).drop(ownerId)
  })
  bus.after(othersWrote, 'timelines.rebuild-all', () => homesOf(app).dropAll())
}
