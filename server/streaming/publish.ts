import { announcementJson, reactionJson } from '../announcements/index.ts'
import type { App } from '../app.ts'
import { conversationsWith } from '../conversations/index.ts'
import { allows, type Viewer } from '../http/index.ts'
import { messageOf, perApp } from '../kit/index.ts'
import { renderNotifications } from '../notifications/index.ts'
import { filterResults, type PostFact, renderPosts, type Status } from '../posts/index.ts'
import { type Hidden, hiddenFor, isHidden } from '../relations/index.ts'
import { listsOfPosts } from '../timelines/index.ts'
import { closing, Hub, type Peer } from './hub.ts'
import { Lanes } from './lanes.ts'
import { type AnnouncementEvent, type EventName, Message, type PersonalEvent } from './message.ts'
import { concernedBy } from './queries.ts'
import { isList, listKey, personKey, publicKeys } from './streams.ts'

/** Something to tell of a post, a notification or an announcement. */
interface Change {
  readonly event: EventName
  readonly id: number
  /** Of a public post that was deleted: where it was seen. Of a reaction: its emoji. */
  readonly keys: readonly string[]
}

/** The lane of what everybody may see, and the one in which it is found out whom a change concerns; others are people's. */
const PUBLIC = 'public'
const CONCERNED = 'concerned'
/** In which it is found out what belongs into which lists; each list has a lane of its own, named as its channel is. */
const LISTS = 'lists'
const ANNOUNCEMENTS = 'announcements'

/**
 * Turns facts into messages. Each fact goes into a lane at once, in the order of the commits; what must be read for it
 * is read there, so that the `delete` of a post never overtakes its `update`.
 */
export class Publisher {
  readonly hub: Hub
  readonly #app: App
  readonly #lanes: Lanes<Change>

  constructor(app: App) {
    this.#app = app
    this.hub = new Hub(app, (accountId, postId) => this.#tellPerson(accountId, change('update', postId)))
    this.#lanes = new Lanes(
      (key, batch) => this.#work(key, batch),
      (key, error) => app.log.error({ error }, `Streaming lost events of ${key}: ${messageOf(error)}`),
    )
  }

  /** Homes are told by the timelines; this is for what everybody may see. */
  posted(fact: PostFact): void {
    if (isPublic(fact) && this.hub.hasPublic) this.#push(PUBLIC, change('update', fact.postId))
    if (this.hub.hasLists) this.#push(LISTS, change('update', fact.postId))
  }

  edited(postId: number): void {
    if (this.hub.hasPublic) this.#push(PUBLIC, change('status.update', postId))
    if (this.hub.hasHomes) this.#push(CONCERNED, change('status.update', postId))
    if (this.hub.hasLists) this.#push(LISTS, change('status.update', postId))
  }

  deleted(fact: PostFact): void {
    if (isPublic(fact) && this.hub.hasPublic)
      this.#push(PUBLIC, change('delete', fact.postId, publicKeys({ ...fact, toOther: isToOther(fact) })))
    if (this.hub.hasHomes) this.#push(CONCERNED, change('delete', fact.postId))
    if (this.hub.hasLists) this.#push(LISTS, change('delete', fact.postId))
  }

  notified(accountId: number, notificationId: number): void {
    const keys = [personKey('user', accountId), personKey('user:notification', accountId)]
    if (keys.some((key) => this.hub.isHeard(key))) this.#tellPerson(accountId, change('notification', notificationId))
  }

  /** Each of them sees a conversation in their own way. */
  conversed(accountIds: readonly number[], postId: number): void {
    for (const id of accountIds) {
      if (this.hub.isHeard(personKey('direct', id))) this.#tellPerson(id, change('conversation', postId))
    }
  }

  /** Whoever listens to their home hears of it. */
  announced(event: AnnouncementEvent, announcementId: number, emoji?: string): void {
    if (this.hub.hasHomes) this.#push(ANNOUNCEMENTS, change(event, announcementId, emoji === undefined ? [] : [emoji]))
  }

  /** Tells somebody at once what needs nothing to be read. */
  say(accountId: number, event: PersonalEvent, payload?: string): void {
    const message = new Message(event, payload)
    for (const [peer, stream] of this.hub.listeners(personKey('user', accountId))) peer.send(stream, message)
  }

  #push(key: string, one: Change): void {
    if (this.#lanes.push(key, one)) return
    this.#app.log.warn({ lane: key, event: one.event }, 'Streaming cannot keep up and left an event out')
  }

  /** Somebody for whom too much waits had better load their timeline again. */
  #tellPerson(accountId: number, one: Change): void {
    if (this.#lanes.push(`@${accountId}`, one)) return
    const isTheirs = (peer: Peer) => peer.bearer.viewer?.accountId === accountId
    this.hub.endWhere(isTheirs, closing.tryAgainLater, 'Too much happened at once')
  }

  async #work(key: string, batch: Change[]): Promise<void> {
    if (key === PUBLIC) await this.#workPublic(batch)
    else if (key === CONCERNED) await this.#workConcerned(batch)
    else if (key === LISTS) await this.#workLists(batch)
    else if (key === ANNOUNCEMENTS) await this.#workAnnouncements(batch)
    else if (isList(key)) await this.#workList(key, batch)
    else await this.#workPerson(Number(key.slice(1)), batch)
  }

  /** Posts are rendered once for everybody. */
  async #workPublic(batch: readonly Change[]): Promise<void> {
    const posts = await this.#render(null, batch)
    for (const { event, id, keys } of batch) {
      const post = posts.get(id)
      if (event === 'delete') this.#sendDeletion(id, keys)
      else if (post?.visibility === 'public' && !post.account.limited) await this.#sendPost(event, post)
    }
  }

  #sendDeletion(id: number, keys: readonly string[]): void {
    const message = new Message('delete', String(id))
    for (const key of keys) for (const [peer, stream] of this.hub.listeners(key)) peer.send(stream, message)
  }

  /** To everybody who listens, but those who hide its author. */
  async #sendPost(event: EventName, post: Status): Promise<void> {
    const message = new Message(event, JSON.stringify(post))
    const tags = post.tags.map((tag) => tag.name)
    const toOther = post.in_reply_to_account_id !== null && post.in_reply_to_account_id !== post.account.id
    for (const key of publicKeys({ tags, hasMedia: post.media_attachments.length > 0, toOther })) {
      for (const [peer, stream] of this.hub.listeners(key)) {
        const { viewer } = peer.bearer
        const hidden = viewer && (await hiddenFor(this.#app, viewer.accountId))
        if (hidden && hides(hidden, post)) continue
        if (hidden && quotesHidden(hidden, post)) {
          await this.#sendOwn(peer, stream, event, post)
          continue
        }
        const filtered = viewer ? await filterResults(this.#app, viewer.accountId, Number(post.id)) : []
        peer.send(stream, filtered.length > 0 ? new Message(event, JSON.stringify({ ...post, filtered })) : message)
      }
    }
  }

  /** What this one sees of a post that quotes somebody whom they hide, or who blocks them, is not what others see. */
  async #sendOwn(peer: Peer, stream: readonly string[], event: EventName, { id }: Status): Promise<void> {
    const [post] = await renderPosts(this.#app, peer.bearer.viewer, [Number(id)])
    if (post) peer.send(stream, new Message(event, JSON.stringify(post)))
  }

  /** Finds whom changes concern among those who listen, and hands them on in their order. */
  async #workConcerned(batch: readonly Change[]): Promise<void> {
    const ids = batch.map((one) => one.id)
    const rows = await concernedBy(this.#app.db.read, ids, this.hub.openAccounts())
    const concerned = Map.groupBy(rows, (row) => row.post_id)
    for (const one of batch) for (const row of concerned.get(one.id) ?? []) this.#tellPerson(row.account_id, one)
  }

  /** Finds which lists changes belong into among those that are listened to, and hands them on in their order. */
  async #workLists(batch: readonly Change[]): Promise<void> {
    const ids = batch.map((one) => one.id)
    const rows = await listsOfPosts(this.#app.db.read, ids, this.hub.openLists())
    const lists = Map.groupBy(rows, (row) => row.post_id)
    for (const one of batch) for (const row of lists.get(one.id) ?? []) this.#push(listKey(row.list_id), one)
  }

  /** Only its owner listens to a list, so what it says is rendered for them. */
  async #workList(key: string, batch: readonly Change[]): Promise<void> {
    const listeners = this.hub.listeners(key)
    const viewer = listeners[0]?.[0].bearer.viewer
    if (!viewer) return
    const posts = await this.#render(viewer, batch)
    for (const { event, id } of batch) {
      const post = posts.get(id)
      if (!post && event !== 'delete') continue
      const message = new Message(event, event === 'delete' ? String(id) : JSON.stringify(post))
      for (const [peer, stream] of listeners) peer.send(stream, message)
    }
  }

  /** Rendered once, for everybody. */
  async #workAnnouncements(batch: readonly Change[]): Promise<void> {
    for (const { event, id, keys } of batch) {
      const payload = await this.#announcement(event, id, keys[0])
      if (payload === null) continue
      const message = new Message(event, payload)
      for (const accountId of this.hub.openAccounts()) {
        for (const [peer, stream] of this.hub.listeners(personKey('user', accountId))) peer.send(stream, message)
      }
    }
  }

  async #announcement(event: EventName, id: number, emoji = ''): Promise<string | null> {
    if (event === 'announcement.delete') return String(id)
    if (event === 'announcement.reaction') return JSON.stringify(await reactionJson(this.#app, id, emoji))
    const announcement = await announcementJson(this.#app, id)
    return announcement && JSON.stringify(announcement)
  }

  async #workPerson(accountId: number, batch: readonly Change[]): Promise<void> {
    const everything = this.hub.listeners(personKey('user', accountId))
    const notificationsOnly = this.hub.listeners(personKey('user:notification', accountId))
    const directs = this.hub.listeners(personKey('direct', accountId))
    const viewer = [...everything, ...notificationsOnly, ...directs][0]?.[0].bearer.viewer
    if (!viewer) return
    const [posts, notifications, conversations] = await Promise.all([
      this.#render(viewer, batch),
      this.#renderNotifications(viewer, batch),
      conversationsWith(this.#app, viewer, idsOf(batch, ['conversation'])),
    ])
    for (const { event, id } of batch) {
      const from = event === 'notification' ? notifications : event === 'conversation' ? conversations : posts
      const shown = from.get(id)
      if (!shown && event !== 'delete') continue
      const message = new Message(event, event === 'delete' ? String(id) : JSON.stringify(shown))
      if (event === 'conversation') {
        for (const [peer, stream] of directs) peer.send(stream, message)
        continue
      }
      for (const [peer, stream] of everything) if (mayHear(peer, event)) peer.send(stream, message)
      if (event !== 'notification') continue
      for (const [peer, stream] of notificationsOnly) peer.send(stream, message)
    }
  }

  async #render(viewer: Viewer | null, batch: readonly Change[]): Promise<Map<number, Status>> {
    const ids = idsOf(batch, ['update', 'status.update'])
    return new Map((await renderPosts(this.#app, viewer, ids)).map((post) => [Number(post.id), post]))
  }

  async #renderNotifications(viewer: Viewer, batch: readonly Change[]) {
    const ids = idsOf(batch, ['notification'])
    const shown = ids.length > 0 ? await renderNotifications(this.#app, viewer, ids) : []
    return new Map(shown.map((one) => [Number(one.id), one]))
  }
}

const change = (event: EventName, id: number, keys: readonly string[] = []): Change => ({ event, id, keys })

const idsOf = (batch: readonly Change[], events: readonly EventName[]): number[] => [
  ...new Set(batch.flatMap(({ event, id }) => (events.includes(event) ? [id] : []))),
]

const isPublic = (fact: PostFact): boolean => fact.visibility === 'public' && fact.boostOfId === null

const isToOther = ({ inReplyToAccountId, authorId }: PostFact): boolean =>
  inReplyToAccountId !== null && inReplyToAccountId !== authorId

const mayHear = (peer: Peer, event: EventName): boolean =>
  event !== 'notification' || allows(peer.bearer.scopes, 'read:notifications')

/** The same rule as in lists of posts (posts/views.ts), for a post that was rendered for nobody in particular. */
function hides(hidden: Hidden, post: Status): boolean {
  const { blocking } = hidden
  if (isHidden(hidden, Number(post.account.id))) return true
  return blocking.size > 0 && post.mentions.some((mention) => blocking.has(Number(mention.id)))
}

function quotesHidden(hidden: Hidden, post: Status): boolean {
  const quoted = post.quote?.quoted_status
  return quoted ? isHidden(hidden, Number(quoted.account.id)) : false
}

export const publisherOf = perApp((app: App) => new Publisher(app))
