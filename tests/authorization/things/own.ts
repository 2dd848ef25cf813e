/** What a person has for themself: filters, notifications, subscriptions, lists. */
import { createECDH, randomBytes } from 'node:crypto'
import { registered } from '../../../server/oauth/testing.ts'
import { browserOf, type Stage } from '../cast.ts'
import type { Maker } from './index.ts'
import { newSign, post } from './posts.ts'

const filter = async ({ as, owner }: Stage) => {
  const title = newSign()
  const keywords_attributes = [{ keyword: `word ${title}` }]
  const made = await as(owner, 'POST', '/api/v2/filters', { title, context: ['home'], keywords_attributes })
  return { made, title }
}

/** The friend favourites a post of the owner; with a policy that holds strangers back it makes a request. */
async function notified(stage: Stage, policy?: object) {
  const { as, owner, cast } = stage
  if (policy) await as(owner, 'PATCH', '/api/v2/notifications/policy', policy)
  const { params, sign } = await post()(stage)
  if (policy) await as(cast.friend, 'POST', '/api/v1/statuses', { status: `@${owner.username} ${sign}` })
  else await as(cast.friend, 'POST', `/api/v1/statuses/${params!.id}/favourite`)
  return sign!
}

const notification: Maker = async (stage) => {
  const sign = await notified(stage)
  const { as, owner } = stage
  const { notification_groups } = await as(owner, 'GET', '/api/v2/notifications?types[]=favourite')
  const [group] = notification_groups
  const params = { id: String(group.most_recent_notification_id), group_key: group.group_key }
  return { params, sign }
}

const request: Maker = async (stage) => {
  const sign = await notified(stage, { for_not_following: 'filter' })
  const { as, owner } = stage
  const [held] = await as(owner, 'GET', '/api/v1/notifications/requests')
  return { params: { id: held.id }, body: { id: [held.id] }, sign }
}

/** Keys as a browser makes them (RFC 8291). */
export const pushKeys = () => ({
  p256dh: createECDH('prime256v1').generateKeys().toString('base64url'),
  auth: randomBytes(16).toString('base64url'),
})

const subscription: Maker = async ({ as, owner, world }) => {
  const token = await world.token(owner.id, ['push'])
  const endpoint = 'https://push.example/somewhere'
  await as({ ...owner, token }, 'POST', '/api/v1/push/subscription', { subscription: { endpoint, keys: pushKeys() } })
  return { token }
}

const list = async ({ as, owner }: Stage) => {
  const sign = newSign()
  return { id: (await as(owner, 'POST', '/api/v1/lists', { title: sign })).id as string, sign }
}

/** A list with the friend in it. */
const fullList: Maker = async (stage) => {
  const { as, owner, cast } = stage
  await as(owner, 'POST', `/api/v1/accounts/${cast.friend.id}/follow`)
  const { id } = await list(stage)
  await as(owner, 'POST', `/api/v1/lists/${id}/accounts`, { account_ids: [cast.friend.id] })
  return { params: { id }, body: { account_ids: [cast.friend.id] }, sign: cast.friend.username }
}

/** A token, and the app that may give it back. */
const tokenOfApp =
  (by: 'its app' | 'another app'): Maker =>
  async ({ world }) => {
    const client = await registered(world)
    const asked = { body: { ...client, grant_type: 'client_credentials' } }
    const { access_token } = (await world.call('POST', '/oauth/token', asked)).json
    return { body: { ...(by === 'its app' ? client : await registered(world)), token: access_token } }
  }

const conversation =
  (other: 'friend' | 'follower'): Maker =>
  async ({ as, owner, cast }) => {
    const sign = newSign()
    const status = `@${cast[other].username} ${sign}`
    await as(owner, 'POST', '/api/v1/statuses', { status, visibility: 'direct' })
    const [newest] = await as(owner, 'GET', '/api/v1/conversations')
    return { params: { id: newest.id }, sign }
  }

/** A friend of whom the owner may say something, such as that they are in a list. */
const listedFriend: Maker = async (stage) => {
  const { params } = await fullList(stage)
  return { params: { id: stage.cast.friend.id }, sign: `"id":"${params!.id}"` }
}

const featured: Maker = async ({ as, owner }) => {
  const sign = newSign()
  const { id } = await as(owner, 'POST', '/api/v1/featured_tags', { name: sign })
  return { params: { id }, sign }
}

export const own: Record<string, Maker> = {
  'a filter': async (stage) => {
    const { made, title } = await filter(stage)
    return { params: { id: made.id }, sign: title }
  },
  'a keyword of a filter': async (stage) => {
    const { made, title } = await filter(stage)
    return { params: { id: made.keywords[0].id }, sign: title }
  },
  'a filter with a post in it': async (stage) => {
    const { made } = await filter(stage)
    const { params } = await post()(stage)
    const url = `/api/v2/filters/${made.id}/statuses`
    await stage.as(stage.owner, 'POST', url, { status_id: params!.id })
    return { params: { id: made.id }, sign: params!.id! }
  },
  'a post in a filter': async (stage) => {
    const { made } = await filter(stage)
    const { params } = await post()(stage)
    const url = `/api/v2/filters/${made.id}/statuses`
    const named = await stage.as(stage.owner, 'POST', url, { status_id: params!.id })
    return { params: { id: named.id } }
  },
  'a notification': notification,
  'who is in a notification': async (stage) => ({ ...(await notification(stage)), sign: stage.cast.friend.username }),
  'a notification request': request,
  'a push subscription': subscription,
  'a token, by its app': tokenOfApp('its app'),
  'a token, by another app': tokenOfApp('another app'),
  'a conversation with a friend': conversation('friend'),
  'a conversation with the follower': conversation('follower'),
  'a session': async ({ as, owner, world }) => {
    await browserOf(world, owner)
    const [session] = await as(owner, 'GET', '/api/tweeter/v1/sessions')
    return { params: { id: session.id }, sign: session.id }
  },
  'an authorised app': async ({ as, owner, world }) => {
    await world.token(owner.id, ['read:lists'])
    const [app] = await as(owner, 'GET', '/api/tweeter/v1/authorized_apps')
    return { params: { id: app.id }, sign: app.id }
  },
  'a list': async (stage) => {
    const { id, sign } = await list(stage)
    return { params: { id }, sign }
  },
  'a list to stream': async (stage) => ({ query: `list=${(await list(stage)).id}` }),
  'a list with a followed friend': async (stage) => {
    const { as, owner, cast } = stage
    await as(owner, 'POST', `/api/v1/accounts/${cast.friend.id}/follow`)
    return { params: { id: (await list(stage)).id }, body: { account_ids: [cast.friend.id] } }
  },
  'a list with a friend in it': fullList,
  'a friend in a list': listedFriend,
  'a list with a post in it': async (stage) => {
    const { params } = await fullList(stage)
    const sign = newSign()
    await stage.as(stage.cast.friend, 'POST', '/api/v1/statuses', { status: sign })
    return { params: params!, sign }
  },
  'a followed tag': async ({ as, owner }) => {
    const name = newSign()
    await as(owner, 'POST', `/api/v1/tags/${name}/follow`)
    return { params: { name, id: name }, sign: `"${name}"` }
  },
  'a featured tag': featured,
  'an owner with a featured tag': async (stage) => {
    const { sign } = await featured(stage)
    return { params: { id: stage.owner.id }, ...(sign && { sign }) }
  },
}
