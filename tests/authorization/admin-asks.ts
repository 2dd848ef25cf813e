/** What the routes are asked with that are for those who run the network; see asks.ts. */
import type { Ask } from './asks.ts'
import { emojiForm } from './things/network.ts'
import { newSign } from './things/posts.ts'

let count = 0
const domain = () => ({ body: { domain: `domain${++count}.example` } })
const span = { start_at: '2026-01-01', end_at: '2026-01-02' }

export const adminAsks: Readonly<Record<string, Ask>> = {
  'POST /api/v1/reports': ({ stage, thing, me }) => {
    const about = me?.id === stage.owner.id ? stage.cast.friend.id : stage.owner.id
    return { body: { account_id: about, ...(thing.params?.id && { status_ids: [thing.params.id] }) } }
  },
  'PUT,PATCH /api/v1/admin/reports/:id': () => ({ body: { category: 'spam' } }),
  'POST /api/v1/admin/accounts/:id/action': () => ({ body: { type: 'none' } }),
  'POST /api/tweeter/v1/admin/accounts/:id/role': () => ({ body: { role: 'moderator' } }),
  'GET /api/v2/admin/accounts': ({ thing }) => ({ query: `username=${thing.sign}` }),
  'GET /api/v1/admin/accounts': ({ thing }) => ({ query: `username=${thing.sign}` }),
  'POST /api/v1/admin/email_domain_blocks': domain,
  'POST /api/v1/admin/canonical_email_blocks/test': () => ({ body: { email: 'somebody@elsewhere.example' } }),
  'POST /api/v1/admin/canonical_email_blocks': () => ({ body: { email: `somebody${++count}@elsewhere.example` } }),
  'POST /api/v1/admin/ip_blocks': () => ({ body: { ip: `198.51.100.${++count}`, severity: 'sign_up_block' } }),
  'PUT,PATCH /api/v1/admin/ip_blocks/:id': () => ({ body: { comment: 'words' } }),
  'POST /api/v1/admin/domain_blocks': domain,
  'PUT,PATCH /api/v1/admin/domain_blocks/:id': () => ({ body: { severity: 'suspend' } }),
  'POST /api/v1/admin/domain_allows': domain,
  'POST /api/tweeter/v1/admin/rules': () => ({ body: { text: 'Be kind.' } }),
  'PUT,PATCH /api/tweeter/v1/admin/rules/:id': () => ({ body: { text: 'Be kinder.' } }),
  'POST /api/tweeter/v1/admin/warning_presets': () => ({ body: { text: 'Please do not.' } }),
  'PUT,PATCH /api/tweeter/v1/admin/warning_presets/:id': () => ({ body: { text: 'Please do not do this.' } }),
  'POST /api/tweeter/v1/admin/custom_emojis': async () => ({ body: await emojiForm(newSign()) }),
  'PATCH,PUT /api/tweeter/v1/admin/custom_emojis/:id': () => ({ body: { category: 'birds' } }),
  'POST /api/tweeter/v1/admin/announcements': () => ({ body: { text: 'Hear, hear.' } }),
  'PATCH,PUT /api/tweeter/v1/admin/announcements/:id': () => ({ body: { text: 'Hear this.' } }),
  'POST /api/v1/admin/measures': () => ({ body: { keys: ['new_users'], ...span } }),
  'POST /api/v1/admin/dimensions': () => ({ body: { keys: ['languages'], ...span } }),
  'POST /api/v1/admin/retention': () => ({ body: { ...span, frequency: 'day' } }),
}
