/** What scopes mean, in words for the people who are asked. */
export interface ScopeWords {
  readonly title: string
  readonly detail: string
  readonly kind: 'read' | 'write' | 'push' | 'admin' | 'other'
}

const WHOLE = new Map<string, ScopeWords>(
  Object.entries({
    profile: { kind: 'read', title: 'Know who you are', detail: 'Your name, username and picture; nothing else.' },
    read: {
      kind: 'read',
      title: 'Read everything in your account',
      detail: 'Your timelines, private posts, messages, notifications, lists and settings.',
    },
    write: {
      kind: 'write',
      title: 'Act for you',
      detail: 'Post and delete posts, favourite, boost, follow, upload, and change your profile and settings.',
    },
    follow: {
      kind: 'write',
      title: 'Change your relationships',
      detail: 'See whom you follow, block and mute, and change it.',
    },
    push: { kind: 'push', title: 'Send you notifications', detail: 'Even while the app is closed.' },
    'admin:read': {
      kind: 'admin',
      title: 'Read what moderators read',
      detail: 'E-mail and network addresses of everybody, and reports.',
    },
    'admin:write': {
      kind: 'admin',
      title: 'Moderate the network for you',
      detail: 'Approve, limit, suspend and delete accounts; settle reports; block domains.',
    },
  }),
)

/** What the second part of `read:…` and `write:…` is about. */
const READ = new Map(
  Object.entries({
    accounts: 'your account and the profiles of others',
    blocks: 'whom you block',
    bookmarks: 'your bookmarks',
    collections: 'your collections',
    favourites: 'your favourites',
    filters: 'your filters',
    follows: 'whom you follow and who follows you',
    lists: 'your lists',
    me: 'your own account, with its settings',
    mutes: 'whom you mute',
    notifications: 'your notifications',
    search: 'search results in your name',
    statuses: 'your posts and timelines, private ones too',
  }),
)

const WRITE = new Map(
  Object.entries({
    accounts: 'Change your profile and settings',
    blocks: 'Block and unblock people and domains',
    bookmarks: 'Add and remove bookmarks',
    collections: 'Change your collections',
    conversations: 'Mute and delete conversations',
    favourites: 'Favourite posts for you',
    filters: 'Change your filters',
    follows: 'Follow and unfollow people for you',
    lists: 'Change your lists',
    media: 'Upload pictures, video and sound',
    mutes: 'Mute and unmute people and conversations',
    notifications: 'Clear your notifications',
    reports: 'Report people and posts for you',
    statuses: 'Post, edit, delete and boost for you',
  }),
)

/**
 * What an app may do with these scopes, in the order asked. A scope that another one contains is left out. One that
 * nobody has described here is shown by its name, rather than hidden.
 */
export function describeScopes(scopes: readonly string[]): ScopeWords[] {
  const wanted = new Set(scopes)
  return [...wanted].filter((scope) => !isContained(scope, wanted)).map(words)
}

function isContained(scope: string, wanted: ReadonlySet<string>): boolean {
  const parts = scope.split(':')
  return parts.some((_, length) => length > 0 && wanted.has(parts.slice(0, length).join(':')))
}

function words(scope: string): ScopeWords {
  const whole = WHOLE.get(scope)
  if (whole) return whole
  const [verb = '', ...rest] = scope.split(':')
  const topic = rest.join(':')
  const seen = verb === 'read' && READ.get(topic)
  if (seen) return { kind: 'read', title: `See ${seen}`, detail: scope }
  const done = verb === 'write' && WRITE.get(topic)
  if (done) return { kind: 'write', title: done, detail: scope }
  if (verb === 'admin') {
    const about = topic.replace(/^(?:read|write):?/, '').replace(/[_:]/g, ' ') || 'everything'
    const title = topic.startsWith('read') ? `Read what moderators read: ${about}` : `Moderate for you: ${about}`
    return { kind: 'admin', title, detail: scope }
  }
  return { kind: 'other', title: scope, detail: 'This network has no description for it.' }
}
