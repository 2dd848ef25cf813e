/**
 * What each route is asked with, so that nothing but the right to ask decides over the answer. A route that is not here
 * needs no more than its address.
 */

import { form, makePicture } from '../../server/media/testing.ts'
import { registered } from '../../server/oauth/testing.ts'
import { clientFiles } from '../../server/pages/client/assets.ts'
import type { Person } from '../../testing/world.ts'
import type { Stage } from './cast.ts'
import type { Thing } from './things/index.ts'
import { pushKeys } from './things/own.ts'

export interface Sent {
  readonly query?: string
  readonly body?: object
  readonly params?: Readonly<Record<string, string>>
}

/** `me`: who asks, or null for those who are nobody. */
export type Ask = (at: { stage: Stage; thing: Thing; me: Person | null }) => Sent | Promise<Sent>

let names = 0
const later = (stage: Stage) => new Date(stage.world.app.now().getTime() + 2 * 60 * 60_000).toISOString()
const client = (stage: Stage) => registered(stage.world)
const upload = async () => ({ body: form(await makePicture()) })
const status = () => ({ body: { status: `a few words ${++names}` } })
const year: Ask = () => ({ params: { year: '2026' } })
const thumb: Ask = () => ({ params: { name: '👍' } })
const birds: Ask = () => ({ params: { name: 'birds' } })

export const asks: Readonly<Record<string, Ask>> = {
  'GET /assets/:file': () => ({ params: { file: 'page.css' } }),
  'GET /client/:file': () => ({ params: { file: clientFiles('en').scripts[0]!.split('/').at(-1)! } }),
  'GET /assets/icon-:size.png': () => ({ params: { size: '192' } }),
  'GET /assets/maskable-:size.png': () => ({ params: { size: '192' } }),
  'GET /assets/preview-:width.png': () => ({ params: { width: '1200' } }),
  'GET /.well-known/webfinger': ({ stage }) => ({ query: `resource=acct:${stage.owner.username}@tweeter.test` }),

  'POST /api/v1/media': upload,
  'POST /api/v2/media': upload,
  'PUT /api/v1/media/:id': () => ({ body: { description: 'a field' } }),

  'POST /api/v1/accounts': () => {
    const username = `newcomer${++names}`
    const words = { password: 'correct horse battery', agreement: true, locale: 'en' }
    return { body: { username, email: `${username}@people.example`, ...words } }
  },
  'PATCH,PUT /api/v1/accounts/update_credentials': () => ({ body: { note: 'words' } }),
  'PATCH,PUT /api/v1/profile': () => ({ body: { note: 'words' } }),
  'GET /api/v1/accounts/lookup': ({ stage }) => ({ query: `acct=${stage.owner.username}` }),
  'GET /api/v1/accounts/search': ({ stage }) => ({ query: `q=${stage.owner.username}` }),

  'POST /api/v1/apps': () => ({ body: { client_name: 'App', redirect_uris: 'https://app.example/', scopes: 'read' } }),
  'POST /oauth/token': async ({ stage }) => ({ body: { ...(await client(stage)), grant_type: 'client_credentials' } }),

  'PATCH,PUT /api/tweeter/v1/history/settings': () => ({ body: { paused: true } }),
  'POST /api/v1/accounts/:id/note': () => ({ body: { comment: 'a note' } }),
  'POST /api/v1/domain_blocks': () => ({ body: { domain: 'elsewhere.example' } }),
  'POST /api/v1/collections': () => ({ body: { name: 'Birds' } }),
  'PATCH,PUT /api/v1/collections/:id': () => ({ body: { name: 'Fish' } }),
  'GET /api/v1/annual_reports/:year': year,
  'GET /api/v1/annual_reports/:year/state': year,
  'POST /api/v1/annual_reports/:year/generate': year,
  'POST /api/v1/annual_reports/:year/read': year,
  'GET /api/v1_alpha/async_refreshes/:id': () => ({ params: { id: '1' } }),
  'GET /api/v1/instance/terms_of_service/:date': () => ({ params: { date: '2026-01-01' } }),
  'GET /api/oembed': ({ thing }) => ({
    query: `url=http://tweeter.test/@${thing.params!.username}/${thing.params!.id}`,
  }),

  'POST /api/v2/filters': () => ({ body: { title: 'spoilers', context: ['home'] } }),
  'PUT /api/v2/filters/:id': () => ({ body: { title: 'other', context: ['home'] } }),
  'POST /api/v2/filters/:id/keywords': () => ({ body: { keyword: 'dragon' } }),
  'PUT /api/v2/filters/keywords/:id': () => ({ body: { keyword: 'dragons' } }),
  'POST /api/v2/filters/:id/statuses': async ({ stage }) => {
    const { id } = await stage.as(stage.cast.friend, 'POST', '/api/v1/statuses', { status: 'to be filtered' })
    return { body: { status_id: id } }
  },
  'POST /api/v1/filters': () => ({ body: { phrase: 'dragon', context: ['home'] } }),
  'PUT /api/v1/filters/:id': () => ({ body: { phrase: 'dragons', context: ['home'] } }),

  'POST /api/v1/statuses': status,
  'PUT /api/v1/statuses/:id': status,
  'POST /api/v1/polls/:id/votes': () => ({ body: { choices: [0] } }),
  'PUT /api/v1/statuses/:id/interaction_policy': () => ({ body: { quote_approval_policy: 'nobody' } }),
  'PUT /api/v1/scheduled_statuses/:id': ({ stage }) => ({ body: { scheduled_at: later(stage) } }),
  'POST /api/tweeter/v1/drafts': status,
  'PUT /api/tweeter/v1/drafts/:id': status,

  'GET /api/v1/timelines/tag/:tag': () => ({ params: { tag: 'birds' } }),
  'GET /api/v1/tags/:name': birds,
  'POST /api/v1/tags/:name/follow': birds,
  'POST /api/v1/tags/:name/unfollow': birds,
  'POST /api/v1/tags/:name/feature': birds,
  'POST /api/v1/tags/:name/unfeature': birds,
  'POST /api/v1/featured_tags': () => ({ body: { name: `tag${++names}` } }),
  'GET /api/v2/search': ({ thing }) => ({ query: `q=${thing.sign}` }),
  'GET /api/v1/search': ({ thing }) => ({ query: `q=${thing.sign}` }),
  'PUT /api/v1/announcements/:id/reactions/:name': thumb,
  'DELETE /api/v1/announcements/:id/reactions/:name': thumb,
  'POST /api/v1/lists': () => ({ body: { title: 'friends' } }),
  'PUT,PATCH /api/v1/lists/:id': () => ({ body: { title: 'others' } }),

  'PATCH,PUT /api/v2/notifications/policy': () => ({ body: { for_new_accounts: 'filter' } }),
  'PUT,PATCH /api/v1/notifications/policy': () => ({ body: { filter_new_accounts: true } }),
  'POST /api/v1/markers': () => ({ body: { home: { last_read_id: '1' } } }),
  'GET /api/v1/markers': () => ({ query: 'timeline[]=home' }),
  'POST /api/v1/push/subscription': () => ({
    body: { subscription: { endpoint: 'https://push.example/x', keys: pushKeys() } },
  }),
  'PUT,PATCH /api/v1/push/subscription': () => ({ body: { data: { policy: 'none' } } }),
  'PATCH,PUT /api/tweeter/v1/mail_settings': () => ({ body: { digest: 'weekly' } }),

  'GET /api/v1/streaming/hashtag': () => ({ query: 'tag=birds' }),
  'GET /api/v1/streaming/hashtag/local': () => ({ query: 'tag=birds' }),
}
