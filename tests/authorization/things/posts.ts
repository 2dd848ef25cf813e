/** Posts of the owner, and what hangs on them. */
import { form, makePicture } from '../../../server/media/testing.ts'
import type { Stage } from '../cast.ts'
import type { Maker, Thing } from './index.ts'

let signs = 0
/** A word that stands nowhere else. */
export const newSign = (): string => `omen${(++signs).toString().padStart(5, '0')}x`

const write = ({ as, owner }: Stage, body: object) => as(owner, 'POST', '/api/v1/statuses', body)

/** A post of the owner. @param fields what makes it special; `status` is added. */
export const post =
  (fields: object | ((stage: Stage) => object) = {}): Maker =>
  async (stage) => {
    const sign = newSign()
    const more = typeof fields === 'function' ? fields(stage) : fields
    const words = 'status' in more ? `${more.status} ${sign} #birds` : `${sign} #birds`
    const made = await write(stage, { ...more, status: words })
    return { params: { id: made.id, username: stage.owner.username }, sign }
  }

const poll = { options: ['this', 'that'], expires_in: 3600 }
/** A poll goes by an id of its own. */
const pollOf =
  (fields: object): Maker =>
  async (stage) => {
    const made = await write(stage, { ...fields, status: newSign(), poll })
    return { params: { id: made.poll.id } }
  }

/** What a new post answers to, or quotes, or shows: the fields that say so. */
const about =
  (maker: Maker, fields: (id: string) => object): Maker =>
  async (stage) => {
    const { params } = await maker(stage)
    return { body: fields(params!.id!) }
  }

const reply = (maker: Maker) => about(maker, (id) => ({ in_reply_to_id: id }))
const quoted = (maker: Maker) => about(maker, (id) => ({ quoted_status_id: id, visibility: 'private' }))

const publicPost = post()
const privatePost = post({ visibility: 'private' })
const directPost = post(({ cast }) => ({ visibility: 'direct', status: `@${cast.friend.username}` }))
const toFollower = post(({ cast }) => ({ visibility: 'direct', status: `@${cast.follower.username}` }))

/** Somebody's quote of a public post of the owner. */
const quoteOf: Maker = async (stage) => {
  const { params } = await publicPost(stage)
  const sign = newSign()
  const body = { status: sign, quoted_status_id: params!.id }
  const quoting = await stage.as(stage.cast.friend, 'POST', '/api/v1/statuses', body)
  return { params: { ...params, quoting_status_id: quoting.id }, sign }
}

async function upload({ as, owner }: Stage) {
  return await as(owner, 'POST', '/api/v1/media', form(await makePicture()))
}

const media: Maker = async (stage) => ({ params: { id: (await upload(stage)).id } })
const mediaFile: Maker = async (stage) => {
  const { id, url } = await upload(stage)
  await write(stage, { status: 'with a picture', media_ids: [id], visibility: 'private' })
  return { params: { '*': new URL(url).pathname.replace('/media/', '') } }
}
const attached: Maker = async (stage) => {
  const { id } = await upload(stage)
  await write(stage, { status: 'with a picture', media_ids: [id] })
  return { params: { id } }
}

/** A post on which the owner has set something that may be taken back. */
const after =
  (verb: string, maker: Maker = publicPost): Maker =>
  async (stage) => {
    const thing = await maker(stage)
    await stage.as(stage.owner, 'POST', `/api/v1/statuses/${thing.params!.id}/${verb}`)
    return thing
  }

const LATER_MS = 60 * 60_000
const scheduled: Maker = async (stage) => {
  const sign = newSign()
  const at = new Date(stage.world.app.now().getTime() + LATER_MS).toISOString()
  return { params: { id: (await write(stage, { status: sign, scheduled_at: at })).id }, sign }
}
const draft: Maker = async ({ as, owner }) => {
  const sign = newSign()
  return { params: { id: (await as(owner, 'POST', '/api/tweeter/v1/drafts', { status: sign })).id }, sign }
}

const withIds =
  (maker: Maker): Maker =>
  async (stage): Promise<Thing> => {
    const thing = await maker(stage)
    return { ...thing, query: `id[]=${thing.params!.id}` }
  }

/** A public post with an answer of the owner's, which is what its thread shows. */
const answered =
  (fields: object): Maker =>
  async (stage) => {
    const { params } = await publicPost(stage)
    const answer = await post({ ...fields, in_reply_to_id: params!.id })(stage)
    return { ...answer, params: params! }
  }

/** The friend sets something on a public post of the owner. */
const byFriend =
  (verb: string): Maker =>
  async (stage) => {
    const { params } = await publicPost(stage)
    await stage.as(stage.cast.friend, 'POST', `/api/v1/statuses/${params!.id}/${verb}`)
    return { params: params!, sign: stage.cast.friend.username }
  }

/** What the blocked one did before they were blocked is still theirs to take back. */
const beforeTheBlock =
  (verb: string): Maker =>
  async (stage) => {
    const { as, owner, cast } = stage
    await as(owner, 'POST', `/api/v1/accounts/${cast.blocked.id}/unblock`)
    const thing = await publicPost(stage)
    await as(cast.blocked, 'POST', `/api/v1/statuses/${thing.params!.id}/${verb}`)
    await as(owner, 'POST', `/api/v1/accounts/${cast.blocked.id}/block`)
    return thing
  }

/** A post that is looked for where its author is shown. */
const byAuthor =
  (maker: Maker): Maker =>
  async (stage) => {
    const thing = await maker(stage)
    return { ...thing, params: { id: stage.owner.id, username: stage.owner.username } }
  }

export const posts: Record<string, Maker> = {
  'a public post': withIds(publicPost),
  'an unlisted post': withIds(post({ visibility: 'unlisted' })),
  'a private post': withIds(privatePost),
  'a direct post to a friend': withIds(directPost),
  'a direct post to the follower': withIds(toFollower),
  'a public post with a public answer': answered({}),
  'a public post with a private answer': answered({ visibility: 'private' }),
  'a public post that a friend favourited': byFriend('favourite'),
  'a public post that a friend boosted': byFriend('reblog'),
  'a public post, favourited before a block': beforeTheBlock('favourite'),
  'a public post, bookmarked before a block': beforeTheBlock('bookmark'),
  'a public post, boosted before a block': beforeTheBlock('reblog'),
  "an owner's public post": byAuthor(publicPost),
  "an owner's unlisted post": byAuthor(post({ visibility: 'unlisted' })),
  "an owner's private post": byAuthor(privatePost),
  "an owner's direct post": byAuthor(directPost),
  'a post nobody may quote': post({ quote_approval_policy: 'nobody' }),
  'a reply to a public post': reply(publicPost),
  'a reply to a private post': reply(privatePost),
  'a reply to a direct post to a friend': reply(directPost),
  'a reply where only followers may reply': reply(post({ reply_policy: 'followers' })),
  'a quote of a public post': quoted(publicPost),
  'a quote of a private post': quoted(privatePost),
  'a quote of a post nobody may quote': quoted(post({ quote_approval_policy: 'nobody' })),
  "with the owner's upload": about(media, (id) => ({ media_ids: [id] })),
  "a friend's quote of a public post": quoteOf,
  'a pinned post': after('pin'),
  'a boosted post': after('reblog'),
  'a bookmarked post': after('bookmark'),
  'a favourited post': after('favourite'),
  'a public poll': pollOf({}),
  'a private poll': pollOf({ visibility: 'private' }),
  'an upload': media,
  'a picture of a public post': attached,
  'the file of a private post': mediaFile,
  'a scheduled post': scheduled,
  'a draft': draft,
}
