import { allows, type Bearer, type Scope } from '../http/index.ts'
import { badRequest, unauthorized } from '../kit/index.ts'
import { normalizeTag } from '../posts/index.ts'

/** What can be listened to. Nothing here is remote, so the remote ones are there and silent. */
const streams = {
  user: { scope: 'read:statuses', of: 'person' },
  'user:notification': { scope: 'read:notifications', of: 'person' },
  direct: { scope: 'read:statuses', of: 'person' },
  public: { scope: 'read:statuses', of: 'everybody' },
  'public:local': { scope: 'read:statuses', of: 'everybody' },
  'public:remote': { scope: 'read:statuses', of: 'everybody' },
  'public:media': { scope: 'read:statuses', of: 'everybody' },
  'public:local:media': { scope: 'read:statuses', of: 'everybody' },
  'public:remote:media': { scope: 'read:statuses', of: 'everybody' },
  hashtag: { scope: 'read:statuses', of: 'tag' },
  'hashtag:local': { scope: 'read:statuses', of: 'tag' },
  list: { scope: 'read:statuses', of: 'list' },
} as const satisfies Record<string, { scope: Scope; of: 'person' | 'everybody' | 'tag' | 'list' }>

export type StreamName = keyof typeof streams

/** A stream as one listener asked for it. */
export interface Channel {
  /** The same for everybody who gets the same events. */
  readonly key: string
  /** As frames name it to this listener. */
  readonly stream: readonly string[]
}

/** What comes along with the name of a stream. */
export interface About {
  readonly tag?: unknown
  readonly list?: unknown
}

const MOST_TAG_CHARACTERS = 200

/**
 * What this bearer asks to listen to. Whether a list is theirs is not looked at here (see Hub.admit).
 *
 * @throws Problem 400 (no such stream, or the tag or list is missing) or 401 (the token does not allow it).
 */
export function channelOf(bearer: Bearer, name: string, { tag, list }: About): Channel {
  if (!Object.hasOwn(streams, name)) throw badRequest('Unknown stream type')
  const { scope, of } = streams[name as StreamName]
  if (!allows(bearer.scopes, scope)) throw unauthorized('Access token does not have the required scopes')
  if (of === 'everybody') return { key: name, stream: [name] }
  if (of === 'person') {
    if (!bearer.viewer) throw unauthorized('This stream needs the token of a person')
    return { key: personKey(name as PersonStream, bearer.viewer.accountId), stream: [name] }
  }
  if (of === 'list') {
    if (!bearer.viewer) throw unauthorized('This stream needs the token of a person')
    const id = typeof list === 'number' ? String(list) : list
    if (typeof id !== 'string' || !/^[0-9]{1,16}$/.test(id)) throw badRequest('Missing list id parameter')
    return { key: listKey(Number(id)), stream: [name, id] }
  }
  const wanted = typeof tag === 'string' ? tag.slice(0, MOST_TAG_CHARACTERS) : ''
  const normal = normalizeTag(wanted)
  if (normal === '') throw badRequest('Missing tag name parameter')
  return { key: `${name} ${normal}`, stream: [name, wanted] }
}

/** Those that are somebody's own. */
export type PersonStream = 'user' | 'user:notification' | 'direct'

export const personKey = (name: PersonStream, accountId: number): string => `${name} ${accountId}`

export const listKey = (listId: number): string => `list ${listId}`

export const listIdOf = (key: string): number => Number(key.slice('list '.length))

export const isList = (key: string): boolean => key.startsWith('list ')

export const isPersonal = (key: string): boolean => key.startsWith('user') || key.startsWith('direct ') || isList(key)

/** Where a public post is seen; `tags` are normalised. Replies to others are in no public stream, only under their tags. */
export function publicKeys(post: { tags: readonly string[]; hasMedia: boolean; toOther: boolean }): string[] {
  const keys = post.toOther ? [] : ['public', 'public:local']
  if (post.hasMedia && !post.toOther) keys.push('public:media', 'public:local:media')
  for (const tag of post.tags) keys.push(`hashtag ${tag}`, `hashtag:local ${tag}`)
  return keys
}
