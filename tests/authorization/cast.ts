/** The people of the table: who they are to the owner of a thing, and what their tokens may do. */
import assert from 'node:assert/strict'
import { createAccount } from '../../server/accounts/index.ts'
import { allows, type Role, type Scope, scopes } from '../../server/http/index.ts'
import { Browser, PASSWORD_HASH } from '../../server/oauth/testing.ts'
import { transact } from '../../server/storage/index.ts'
import type { Person, Reply, World } from '../../testing/world.ts'

/** The columns of a route of the API, in the table's order (README.md says who they are). */
export const apiRoles = [
  'anonymous',
  'wrong scope',
  'app',
  'stranger',
  'blocked',
  'muted',
  'follower',
  'owner',
  'moderator',
  'administrator',
] as const

/** The columns of a page. */
export const pageRoles = ['anonymous', 'forged', 'person', 'moderator', 'administrator'] as const

type Name = 'stranger' | 'blocked' | 'muted' | 'follower' | 'moderator' | 'administrator' | 'friend'

/** Where a thing is made: its owner, with the others standing to them as the columns say. */
export interface Stage {
  readonly world: World
  readonly owner: Person
  readonly cast: Readonly<Record<Name, Person>>
  /** Asks with everything that a token can allow. @returns the answer's JSON. @throws when it is no success. */
  // biome-ignore lint/suspicious/noExplicitAny: the marked seam of tests: answers are checked by what is done with them
  as(person: Person, method: string, url: string, body?: object): Promise<any>
}

let made = 0

/** A person of the server's, with a password (testing.ts of oauth) and a token that allows everything. */
export async function newPerson(world: World, name: string, role: Role = 'user'): Promise<Person> {
  const username = `${name}${++made}`
  const wanted = { username, email: `${username}@people.example`, passwordHash: PASSWORD_HASH, role }
  const { id } = await transact(world.app.db, (tx) =>
    createAccount(tx, { ...wanted, confirmed: true, approved: true, now: world.app.now() }),
  )
  const top = ['read', 'write', 'follow', 'push', 'profile', 'admin:read', 'admin:write']
  return { id: String(id), username, token: await world.token(String(id), top) }
}

export async function newCast(world: World): Promise<Stage['cast']> {
  const user = (name: Name) => newPerson(world, name)
  return {
    stranger: await user('stranger'),
    blocked: await user('blocked'),
    muted: await user('muted'),
    follower: await user('follower'),
    friend: await user('friend'),
    moderator: await newPerson(world, 'moderator', 'moderator'),
    administrator: await newPerson(world, 'administrator', 'admin'),
  }
}

/** A new owner, to whom those of the given columns stand as they should. */
export async function newStage(world: World, cast: Stage['cast'], roles: readonly string[]): Promise<Stage> {
  const owner = await newPerson(world, 'owner')
  const as: Stage['as'] = async (person, method, url, body) => {
    const reply = await world.call(method, url, { token: person.token, ...(body ? { body } : {}) })
    assert.ok(reply.status < 300, `${person.username}: ${method} ${url}: ${reply.status} ${reply.text}`)
    return reply.json
  }
  const relate = (person: Person, whom: Person, verb: string) =>
    as(person, 'POST', `/api/v1/accounts/${whom.id}/${verb}`)
  if (roles.includes('blocked')) await relate(owner, cast.blocked, 'block')
  if (roles.includes('muted')) await relate(owner, cast.muted, 'mute')
  if (roles.includes('follower')) await relate(cast.follower, owner, 'follow')
  return { world, owner, cast, as }
}

/** Who asks in this column; null for those who are nobody. */
export function personOf(role: string, stage: Stage): Person | null {
  if (role === 'owner') return stage.owner
  return role in stage.cast ? stage.cast[role as Name] : null
}

const kept = new WeakMap<Person, Map<string, Promise<string>>>()

/** A token of the person with these scopes, made once unless something may hang on it afterwards. */
async function scoped(world: World, person: Person, wanted: readonly string[], afresh: boolean): Promise<string> {
  if (afresh) return await world.token(person.id, [...wanted])
  const tokens = kept.get(person) ?? new Map<string, Promise<string>>()
  kept.set(person, tokens)
  const key = wanted.join(' ')
  const token = tokens.get(key) ?? world.token(person.id, [...wanted])
  tokens.set(key, token)
  return await token
}

let appTokens: Map<string, Promise<string>> | undefined

/**
 * The token of a column: no more than the scope that the table names, so that a route which asks for another one shows;
 * in the column of the wrong scope everything but that, held by the one who may do most.
 */
export async function tokenOf(role: string, scope: string, stage: Stage, afresh: boolean): Promise<string | undefined> {
  const { world, owner, cast } = stage
  if (role === 'anonymous') return undefined
  if (role === 'app') {
    appTokens ??= new Map()
    const token = appTokens.get(scope) ?? world.token(null, scope === 'public' ? ['read', 'write'] : [scope])
    appTokens.set(scope, token)
    return await token
  }
  if (role === 'wrong scope') {
    const person = scope.startsWith('admin:') ? cast.administrator : owner
    const others = scopes.filter((other) => scope === 'public' || !allows(new Set([other]), scope as Scope))
    return await scoped(world, person, scope === 'public' ? ['push'] : others, afresh)
  }
  const person = personOf(role, stage)!
  return scope === 'public' ? person.token : await scoped(world, person, [scope], afresh)
}

/** The browser of a page's column, and the token that belongs into its forms. */
export async function browserOf(world: World, person: Person | null): Promise<{ browser: Browser; csrf: string }> {
  const browser = new Browser(world)
  if (person) assert.equal((await browser.signIn(person.username)).status, 302)
  return { browser, csrf: csrfIn(await browser.get(person ? '/settings/password' : '/auth/sign_in')) }
}

const csrfIn = ({ text }: Reply): string => /name="csrf" value="([^"]+)"/.exec(text)![1]!
