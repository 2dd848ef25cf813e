/**
 * Who asks, and what they must not see. The quiet ones have secrets and only ever read, so who may see those never
 * grows; the others do whatever comes.
 */
import { deleteAccount } from '../../server/accounts/index.ts'
import { form, makePicture } from '../../server/media/testing.ts'
import { addPerson, Browser } from '../../server/oauth/testing.ts'
import type { Person, World } from '../../testing/world.ts'
import type { Pool } from './pool.ts'

export interface Actor {
  readonly name: string
  /** null: nobody, or an app by itself. */
  id: string | null
  token: string | null
  cookie: string
  csrf: string
  readonly onlyReads: boolean
}

export interface Cast {
  readonly actors: Actor[]
  /** Gives those whose token was revoked or whose account is shut a new start. */
  refresh(): Promise<void>
}

const scopes = ['read', 'write', 'follow', 'push', 'profile', 'admin:read', 'admin:write']

export async function makeCast(world: World, pool: Pool): Promise<Cast> {
  const people: Person[] = []
  const add = async (name: string, role: 'user' | 'moderator' | 'admin' = 'user') => {
    const person = await world.account(name, { role, scopes })
    pool.names.push(name)
    pool.add('accounts', person.id)
    people.push(person)
    return person
  }
  const acting = {
    ann: await add('ann'),
    ben: await add('ben'),
    cid: await add('cid'),
    friend: await add('friend'),
    foe: await add('foe'),
    mod: await add('mod', 'moderator'),
    boss: await add('boss', 'admin'),
  }
  const quiet = { vera: await add('vera'), nell: await add('nell'), bart: await add('bart'), dora: await add('dora') }
  await conceal(world, pool, acting, quiet)
  const actor = (name: string, one: Partial<Actor>): Actor => ({
    ...{ name, id: null, token: null, cookie: '', csrf: '', onlyReads: false },
    ...one,
  })
  const actors = [
    actor('nobody', {}),
    actor('an app', { token: await world.token(null, scopes) }),
    actor('a reader', { id: acting.ann.id, token: await world.token(acting.ann.id, ['read']) }),
    ...Object.entries(acting).map(([name, { id, token }]) => actor(name, { id, token })),
    actor('a browser', await browse(world, pool, 'walter')),
    ...Object.entries(quiet)
      .filter(([name]) => name !== 'dora')
      .map(([name, { id, token }]) => actor(name, { id, token, onlyReads: true })),
  ]
  return { actors, refresh: () => refresh(world, pool, actors) }
}

async function browse(world: World, pool: Pool, name: string): Promise<Partial<Actor>> {
  const id = String(await addPerson(world, name))
  pool.names.push(name)
  pool.add('accounts', id)
  const browser = new Browser(world)
  await browser.signIn(name)
  const page = await browser.get('/settings/sessions')
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  return { id, cookie: [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; '), csrf }
}

async function refresh(world: World, pool: Pool, actors: Actor[]): Promise<void> {
  for (const actor of actors) {
    if (actor.onlyReads || actor.id === null || actor.token === null) continue
    const url = '/api/v1/notifications/unread_count'
    if ((await world.call('GET', url, { token: actor.token })).status === 200) continue
    const [row] = await world.app.db.read<{ deleted: boolean }>`
      select deleted_at is not null or suspended_at is not null as deleted from public.accounts where id = ${actor.id}`
    if (!row?.deleted) actor.token = await world.token(actor.id, actor.name === 'a reader' ? ['read'] : scopes)
    const works = (await world.call('GET', url, { token: actor.token })).status === 200
    if (works) continue
    const role = actor.name === 'boss' ? 'admin' : actor.name === 'mod' ? 'moderator' : 'user'
    const person = await world.account(`${actor.name.replaceAll(' ', '')}${pool.names.length}`, { role, scopes })
    pool.names.push(person.username)
    pool.add('accounts', person.id)
    Object.assign(actor, { id: person.id, token: person.token })
  }
}

type Acting = Record<'friend' | 'foe' | 'ann' | 'ben' | 'cid', Person>
type Quiet = Record<'vera' | 'nell' | 'bart' | 'dora', Person>

/** Everything that only some may see, each with a word of its own. */
async function conceal(world: World, pool: Pool, acting: Acting, quiet: Quiet): Promise<void> {
  const { vera, nell, bart, dora } = quiet
  const send = async (who: Person, method: string, url: string, body: object = {}) => {
    const reply = await world.call(method, url, { token: who.token, body })
    if (reply.status >= 400 && reply.status !== 404) throw new Error(`${method} ${url}: ${reply.status} ${reply.text}`)
    if (reply.json) pool.collect(url, reply.json, who.username)
    return reply.json
  }
  const only =
    (...people: Person[]) =>
    (viewer: string | null) =>
      people.some(({ id }) => id === viewer)
  const sealed = (allowed: (viewer: string | null) => boolean, owner: Person) => pool.mark('sealed', owner.id, allowed)
  for (const person of [acting.friend, nell]) await send(person, 'POST', `/api/v1/accounts/${vera.id}/follow`)
  await send(vera, 'PATCH', '/api/v1/accounts/update_credentials', { locked: true })
  const followers = () => sealed(only(vera, nell, acting.friend), vera)
  const post = (who: Person, body: object) => send(who, 'POST', '/api/v1/statuses', body)
  const open = await post(vera, { status: 'Open to all #birds' })
  const picture = await world.call('POST', '/api/v2/media', {
    token: vera.token,
    body: form(await makePicture(), { description: followers() }),
  })
  const media = { status: `${followers()} #birds`, media_ids: [picture.json.id], visibility: 'private' }
  const first = await post(vera, { ...media, spoiler_text: followers() })
  const poll = { options: [followers(), followers()], expires_in: 86_400 * 30 }
  await post(vera, { status: followers(), poll, visibility: 'private', in_reply_to_id: open.id })
  await send(vera, 'PUT', `/api/v1/statuses/${first.id}`, {
    status: `${followers()} edited`,
    media_ids: [picture.json.id],
  })
  await send(vera, 'POST', `/api/v1/statuses/${first.id}/pin`)
  await send(vera, 'POST', `/api/v1/statuses/${first.id}/reblog`)
  await send(acting.friend, 'POST', `/api/v1/statuses/${first.id}/favourite`)
  await post(vera, { status: `${followers()} quoting`, quoted_status_id: first.id, visibility: 'private' })
  const two = () => sealed(only(vera, nell), vera)
  await post(vera, { status: `@nell ${two()}`, spoiler_text: two(), visibility: 'direct', in_reply_to_id: open.id })
  await post(nell, { status: `@vera ${two()} back`, visibility: 'direct' })
  await ownThings(send, () => sealed(only(vera), vera), acting.ann, first.id)

  const notFoe = () => sealed((viewer) => viewer !== acting.foe.id, bart)
  await post(bart, { status: `${notFoe()} #birds`, spoiler_text: notFoe() })
  await send(bart, 'POST', `/api/v1/accounts/${acting.foe.id}/block`)
  await send(acting.ben, 'POST', `/api/v1/accounts/${acting.cid.id}/block`)

  // Somebody who is asked, so that there is something to answer.
  await send(acting.ann, 'PATCH', '/api/v1/accounts/update_credentials', { locked: true })
  for (const person of [acting.cid, acting.friend])
    await send(person, 'POST', `/api/v1/accounts/${acting.ann.id}/follow`)

  const gone = await post(dora, { status: `${sealed(only(dora), dora)} #birds` })
  await send(acting.ann, 'POST', `/api/v1/statuses/${gone.id}/bookmark`)
  await send(acting.ann, 'POST', `/api/v1/statuses/${gone.id}/reblog`)
  await deleteAccount(world.app, Number(dora.id))
  await world.jobs()

  async function ownThings(ask: typeof send, mine: () => string, about: Person, postId: string): Promise<void> {
    const later = new Date(world.app.now().getTime() + 1500 * 86_400_000).toISOString()
    await ask(vera, 'POST', '/api/v1/statuses', { status: mine(), spoiler_text: mine(), scheduled_at: later })
    await ask(vera, 'POST', '/api/tweeter/v1/drafts', { status: mine(), spoiler_text: mine() })
    const filter = { title: mine(), context: ['home'], keywords_attributes: [{ keyword: mine() }] }
    const made = await ask(vera, 'POST', '/api/v2/filters', filter)
    await ask(vera, 'POST', `/api/v2/filters/${made.id}/statuses`, { status_id: postId })
    await ask(vera, 'POST', '/api/v1/lists', { title: mine() })
    await ask(vera, 'POST', `/api/v1/accounts/${about.id}/note`, { comment: mine() })
  }
}
