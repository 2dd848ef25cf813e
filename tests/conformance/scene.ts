/** A network in which everything has happened once: what the walk over the operations meets is real. */
import assert from 'node:assert/strict'
import { openSite, type Site } from '../../server/cards/testing.ts'
import { makeVideo } from '../../server/media/av/testing.ts'
import { form, makePicture } from '../../server/media/testing.ts'
import { modules } from '../../server/modules.ts'
import { resolver } from '../../server/outgoing/guard.ts'
import type { Person, Reply, World } from '../../testing/world.ts'
import { everyNotification } from './notifications.ts'

// biome-ignore lint/suspicious/noExplicitAny: the marked seam of tests: answers are checked by what is asserted of them
export type Answer = any

const names = ['ada', 'bob', 'cleo', 'dan', 'eve', 'fay', 'gil', 'hal', 'ivy', 'jon', 'boss'] as const
export type Name = (typeof names)[number]

const pathsThere = new Set(
  modules
    .flatMap((module) => module.routes ?? [])
    .flatMap((route) => route.method.map((method) => `${method} ${route.url}`)),
)

export class Scene {
  readonly world: World
  readonly site: Site
  readonly people: Record<Name, Person>
  /** What was made so far, by a name of ours. */
  readonly made: Record<string, Answer> = {}

  constructor(site: Site, people: Record<Name, Person>) {
    this.site = site
    this.world = site.world
    this.people = people
  }

  id(name: Name): string {
    return this.people[name].id
  }

  call(who: Name | null, method: string, url: string, body?: object | string | FormData): Promise<Reply> {
    const ask = { ...(who ? { token: this.people[who].token } : {}), ...(body === undefined ? {} : { body }) }
    return this.world.call(method, url, ask)
  }

  /** The answer of what must succeed; null where the route is not there (yet). */
  async do(who: Name, method: string, url: string, body?: object | FormData): Promise<Answer> {
    const reply = await this.call(who, method, url, body ?? (method === 'POST' ? {} : undefined))
    if (reply.status === 404 && !isThere(method, url)) return null
    assert.ok(reply.status < 300, `${who}: ${method} ${url}: ${reply.status} ${reply.text}`)
    return reply.json
  }

  post(who: Name, status: string, more: object = {}): Promise<Answer> {
    return this.do(who, 'POST', '/api/v1/statuses', { status, ...more })
  }

  async picture(who: Name, description: string): Promise<string> {
    return (await this.do(who, 'POST', '/api/v2/media', form(await makePicture(), { description, focus: '0.2,-0.4' })))
      .id
  }

  close(): Promise<void> {
    return this.site.close()
  }
}

/** Whether some route has this address. */
export function isThere(method: string, url: string): boolean {
  const path = url.split('?')[0]!
  for (const one of pathsThere) {
    const [its, pattern = ''] = one.split(' ')
    if (its === method && new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)) return true
  }
  return false
}

export async function openScene(): Promise<Scene> {
  const site = await openSite()
  const people = {} as Record<Name, Person>
  for (const name of names) {
    const scopes = ['read', 'write', 'follow', 'push', 'profile', 'admin:read', 'admin:write']
    people[name] = await site.world.account(name, { scopes, role: name === 'boss' ? 'owner' : 'user' })
  }
  const scene = new Scene(site, people)
  await network(scene)
  await profiles(scene)
  await relations(scene)
  await posts(scene)
  await own(scene)
  await everyNotification(scene)
  await site.world.jobs()
  site.world.complaints.length = 0
  return scene
}

async function network(s: Scene): Promise<void> {
  s.made.rule = await s.do('boss', 'POST', '/api/tweeter/v1/admin/rules', {
    text: 'Be kind',
    hint: 'Really',
    translations: { de: { text: 'Sei nett', hint: 'Wirklich' } },
  })
  const image = new Blob([new Uint8Array(await makePicture())])
  const emoji = new FormData()
  emoji.set('shortcode', 'wave')
  emoji.set('category', 'Hands')
  emoji.set('image', image, 'wave.png')
  s.made.emoji = await s.do('boss', 'POST', '/api/tweeter/v1/admin/custom_emojis', emoji)
  s.made.announcement = await s.do('boss', 'POST', '/api/tweeter/v1/admin/announcements', {
    text: 'Hello @ada, #news today :wave:',
    published: true,
  })
  for (const [who, name] of [
    ['ada', 'wave'],
    ['bob', '👍'],
  ] as const) {
    await s.do(who, 'PUT', `/api/v1/announcements/${s.made.announcement?.id}/reactions/${encodeURIComponent(name)}`)
  }
}

async function profiles(s: Scene): Promise<void> {
  const data = new FormData()
  for (const field of ['avatar', 'header']) data.set(field, new Blob([new Uint8Array(await makePicture())]), 'a.jpg')
  data.set('avatar_description', 'A face')
  data.set('header_description', 'A field')
  data.set('display_name', 'Ada :wave:')
  data.set('note', 'I write #poems')
  data.set('fields_attributes[0][name]', 'Home')
  data.set('fields_attributes[0][value]', 'https://ada.example')
  data.set('fields_attributes[1][name]', 'Proven')
  const home = s.site.page(`<a rel="me" href="${s.world.app.config.url}/@ada">Me</a>`)
  data.set('fields_attributes[1][value]', home.replace('127.0.0.1', 'page.example'))
  data.set('attribution_domains[]', 'ada.example')
  await s.do('ada', 'PATCH', '/api/v1/accounts/update_credentials', data)
  await s.do('eve', 'PATCH', '/api/v1/accounts/update_credentials', { locked: true, bot: true, discoverable: false })
}

async function relations(s: Scene): Promise<void> {
  const follow = (who: Name, whom: Name, body: object = {}) =>
    s.do(who, 'POST', `/api/v1/accounts/${s.id(whom)}/follow`, body)
  await follow('ada', 'bob', { notify: true, languages: ['en'] })
  for (const [who, whom] of [
    ['ada', 'cleo'],
    ['bob', 'ada'],
    ['cleo', 'ada'],
    ['cleo', 'bob'],
    ['bob', 'cleo'],
  ] as const) {
    await follow(who, whom)
  }
  await follow('ada', 'eve')
  await s.do('ada', 'POST', `/api/v1/accounts/${s.id('hal')}/mute`, { duration: 864_000 })
  await s.do('ada', 'POST', `/api/v1/accounts/${s.id('ivy')}/block`)
  await s.do('ada', 'POST', `/api/v1/accounts/${s.id('cleo')}/note`, { comment: 'From school' })
  await s.do('ada', 'POST', `/api/v1/accounts/${s.id('cleo')}/endorse`)
  await s.do('ada', 'POST', '/api/v1/domain_blocks', { domain: 'bad.example' })
}

async function posts(s: Scene): Promise<void> {
  const { made } = s
  // Guards let no bare address through, so the page has a name.
  resolver(s.world.app).resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  const named = (url: string) => url.replace('127.0.0.1', 'page.example')
  const page = s.site.page(
    '<html lang="en"><head><title>A page</title><meta property="og:description" content="About it">' +
      `<meta property="og:image" content="${named(await s.site.picture('/picture.jpg'))}"><meta name="author" content="Ann"></head></html>`,
  )
  const link = named(page)
  made.link = link
  made.open = await s.post('ada', `Look @bob :wave: #birds ${link}`, { language: 'en' })
  made.seen = await s.post('ada', 'Two pictures #birds', {
    media_ids: [await s.picture('ada', 'A blue field'), await s.picture('ada', 'Another')],
    spoiler_text: 'Blue :wave:',
    sensitive: true,
  })
  made.bobs = await s.post('bob', `@ada hello #birds ${link}`, { media_ids: [await s.picture('bob', 'Sky')] })
  const video = form(await makeVideo(), { description: 'A test card' })
  made.moving = await s.do('ada', 'POST', '/api/v2/media', video)
  await s.world.jobs()
  await s.post('ada', 'A film', { media_ids: [made.moving.id] })
  made.reply = await s.post('cleo', '@ada nice #birds', { in_reply_to_id: made.open.id })
  made.answer = await s.post('ada', '@cleo thanks', { in_reply_to_id: made.reply.id })
  made.quote = await s.post('bob', 'So true', { quoted_status_id: made.open.id })
  made.requote = await s.post('cleo', 'Twice', { quoted_status_id: made.quote.id })
  made.poll = await s.post('bob', 'Which? :wave:', {
    poll: { options: ['One :wave:', 'Two'], expires_in: 3600, multiple: true },
  })
  for (const who of ['cleo', 'ada'] as const) {
    await s.do(who, 'POST', `/api/v1/polls/${made.poll.poll.id}/votes`, { choices: [0] })
  }
  for (const who of ['bob', 'cleo', 'gil'] as const) {
    await s.do(who, 'POST', `/api/v1/statuses/${made.open.id}/favourite`)
    await s.do(who, 'POST', `/api/v1/statuses/${made.open.id}/reblog`)
  }
  await s.do('ada', 'POST', `/api/v1/statuses/${made.bobs.id}/reblog`)
  await s.do('ada', 'POST', `/api/v1/statuses/${made.bobs.id}/favourite`)
  await s.do('ada', 'POST', `/api/v1/statuses/${made.bobs.id}/bookmark`)
  await s.do('ada', 'POST', `/api/v1/statuses/${made.seen.id}/pin`)
  await s.do('ada', 'PUT', `/api/v1/statuses/${made.seen.id}`, {
    status: 'Two pictures, edited #birds',
    spoiler_text: 'Blue :wave:',
    media_ids: made.seen.media_attachments.map((one: Answer) => one.id),
  })
  // Enough people of their own mind for a trend.
  for (const who of ['cleo', 'dan', 'fay', 'gil', 'hal'] as const) {
    made[`trend ${who}`] = await s.post(who, `Everybody talks of #comet ${link} today`)
    for (const other of ['ada', 'bob', 'dan', 'fay', 'gil'] as const) {
      await s.do(other, 'POST', `/api/v1/statuses/${made[`trend ${who}`].id}/favourite`)
    }
  }
  await s.world.jobs()
}

async function own(s: Scene): Promise<void> {
  const { made } = s
  made.list = await s.do('ada', 'POST', '/api/v1/lists', { title: 'Friends', exclusive: false, replies_policy: 'list' })
  await s.do('ada', 'POST', `/api/v1/lists/${made.list.id}/accounts`, { account_ids: [s.id('bob')] })
  made.filter = await s.do('ada', 'POST', '/api/v2/filters', {
    title: 'Comets',
    context: ['home', 'public'],
    filter_action: 'warn',
    expires_in: 86_400,
    keywords_attributes: [{ keyword: 'comet', whole_word: true }],
  })
  await s.do('ada', 'POST', `/api/v2/filters/${made.filter.id}/statuses`, { status_id: made.reply.id })
  await s.do('ada', 'POST', '/api/v1/tags/birds/follow')
  made.featured = await s.do('ada', 'POST', '/api/v1/featured_tags', { name: 'birds' })
  const later = new Date(s.world.app.now().getTime() + 86_400_000).toISOString()
  made.scheduled = await s.post('ada', 'Tomorrow', {
    scheduled_at: later,
    media_ids: [await s.picture('ada', 'Later')],
    spoiler_text: 'Soon',
    language: 'en',
  })
  await s.post('ada', 'A poll tomorrow', { scheduled_at: later, poll: { options: ['a', 'b'], expires_in: 3600 } })
  await s.do('ada', 'POST', '/api/v1/markers', {
    home: { last_read_id: made.bobs.id },
    notifications: { last_read_id: '1' },
  })
  made.direct = await s.post('bob', '@ada just us', { visibility: 'direct' })
  made.collection = (
    await s.do('ada', 'POST', '/api/v1/collections', {
      name: 'Birders',
      description: 'People',
      language: 'en',
      tag_name: 'birds',
      discoverable: true,
    })
  )?.collection
  if (made.collection) {
    const items = `/api/v1/collections/${made.collection.id}/items`
    made.item = (await s.do('ada', 'POST', items, { account_id: s.id('bob') }))?.collection_item
  }
}
