/** OAuth scopes, as Mastodon documents them; a granular one is included in its parent. */
export const scopes = [
  'read',
  'write',
  'follow',
  'push',
  'profile',
  'admin:read',
  'admin:write',
  'read:accounts',
  'read:blocks',
  'read:bookmarks',
  'read:collections',
  'read:favourites',
  'read:filters',
  'read:follows',
  'read:lists',
  'read:mutes',
  'read:notifications',
  'read:search',
  'read:statuses',
  'write:accounts',
  'write:blocks',
  'write:bookmarks',
  'write:collections',
  'write:conversations',
  'write:favourites',
  'write:filters',
  'write:follows',
  'write:lists',
  'write:media',
  'write:mutes',
  'write:notifications',
  'write:reports',
  'write:statuses',
  'admin:read:accounts',
  'admin:read:reports',
  'admin:read:domain_allows',
  'admin:read:domain_blocks',
  'admin:read:ip_blocks',
  'admin:read:email_domain_blocks',
  'admin:read:canonical_email_blocks',
  'admin:write:accounts',
  'admin:write:reports',
  'admin:write:domain_allows',
  'admin:write:domain_blocks',
  'admin:write:ip_blocks',
  'admin:write:email_domain_blocks',
  'admin:write:canonical_email_blocks',
] as const

export type Scope = (typeof scopes)[number]

/** The deprecated `follow` stands for these. */
const followScopes = new Set<string>([
  'read:blocks',
  'write:blocks',
  'read:follows',
  'write:follows',
  'read:mutes',
  'write:mutes',
])

/** Does a token with these scopes may do what needs `wanted`? */
export function allows(granted: ReadonlySet<string>, wanted: Scope): boolean {
  if (granted.has(wanted)) return true
  const parent = wanted.startsWith('admin:') ? wanted.split(':').slice(0, 2).join(':') : wanted.split(':')[0]!
  if (granted.has(parent)) return true
  if (wanted === 'profile') return granted.has('read') || granted.has('read:accounts')
  return granted.has('follow') && followScopes.has(wanted)
}
