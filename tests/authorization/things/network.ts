/** What those who run the network have before them. It belongs to nobody; of a report the owner is who sent it. */
import { createAccount } from '../../../server/accounts/index.ts'
import { makePicture } from '../../../server/media/testing.ts'
import { transact } from '../../../server/storage/index.ts'
import { newPerson, type Stage } from '../cast.ts'
import type { Maker } from './index.ts'
import { newSign, post } from './posts.ts'

const somebody = async ({ world }: Stage) => await newPerson(world, 'somebody')

/** A person about whom an administrator has decided so. */
const acted =
  (type: string): Maker =>
  async (stage) => {
    const { id, username } = await somebody(stage)
    await stage.as(stage.cast.administrator, 'POST', `/api/v1/admin/accounts/${id}/action`, { type })
    return { params: { id }, sign: username }
  }

const waiting: Maker = async ({ world }) => {
  const username = newSign()
  const wanted = {
    username,
    email: `${username}@people.example`,
    role: 'user',
    confirmed: true,
    approved: false,
  } as const
  const { id } = await transact(world.app.db, (tx) => createAccount(tx, { ...wanted, now: world.app.now() }))
  return { params: { id: String(id) }, sign: username }
}

const reportThen =
  (verb?: string): Maker =>
  async ({ as, owner, cast }) => {
    const comment = newSign()
    const { id } = await as(owner, 'POST', '/api/v1/reports', { account_id: cast.friend.id, comment })
    if (verb) await as(cast.administrator, 'POST', `/api/v1/admin/reports/${id}/${verb}`)
    return { params: { id }, sign: comment }
  }

/** A small picture with a name. */
export async function emojiForm(shortcode: string): Promise<FormData> {
  const body = new FormData()
  body.set('shortcode', shortcode)
  body.set('image', new Blob([new Uint8Array(await makePicture())]), 'emoji.jpg')
  return body
}

let numbers = 0
/** Something that an administrator has made. */
const made =
  (url: string, fields: (sign: string, number: number) => object): Maker =>
  async ({ as, cast }) => {
    const sign = newSign()
    const { id } = await as(cast.administrator, 'POST', url, fields(sign, ++numbers))
    return { params: { id: String(id) }, sign }
  }

export const network: Record<string, Maker> = {
  somebody: async (stage) => {
    const { id, username } = await somebody(stage)
    return { params: { id }, sign: username }
  },
  'somebody who waits': waiting,
  'somebody disabled': acted('disable'),
  'somebody covered': acted('sensitive'),
  'somebody limited': acted('silence'),
  'somebody suspended': acted('suspend'),
  'a moderator': async (stage) => ({ params: { id: stage.cast.moderator.id } }),
  'an administrator': async (stage) => ({ params: { id: stage.cast.administrator.id } }),
  'a report': reportThen(),
  'a reported private post': async (stage) => {
    const { as, owner, cast } = stage
    await as(cast.friend, 'POST', `/api/v1/accounts/${owner.id}/follow`)
    const thing = await post({ visibility: 'private' })(stage)
    await as(cast.friend, 'POST', '/api/v1/reports', { account_id: owner.id, status_ids: [thing.params!.id] })
    return thing
  },
  'an assigned report': reportThen('assign_to_self'),
  'a resolved report': reportThen('resolve'),
  'a blocked mail domain': made('/api/v1/admin/email_domain_blocks', (sign) => ({ domain: `${sign}.example` })),
  'a blocked mailbox': async ({ as, cast }) => {
    const body = { email: `${newSign()}@people.example` }
    const { id, canonical_email_hash } = await as(
      cast.administrator,
      'POST',
      '/api/v1/admin/canonical_email_blocks',
      body,
    )
    return { params: { id }, sign: canonical_email_hash }
  },
  'a blocked network': made('/api/v1/admin/ip_blocks', (comment, number) => {
    return { ip: `198.18.${number >> 8}.${number & 255}`, severity: 'sign_up_block', comment }
  }),
  'a blocked domain': made('/api/v1/admin/domain_blocks', (sign) => ({ domain: `${sign}.example` })),
  'an allowed domain': made('/api/v1/admin/domain_allows', (sign) => ({ domain: `${sign}.example` })),
  'a rule': made('/api/tweeter/v1/admin/rules', (text) => ({ text })),
  'a custom emoji': async ({ as, cast }) => {
    const sign = newSign()
    const body = await emojiForm(sign)
    const { id } = await as(cast.administrator, 'POST', '/api/tweeter/v1/admin/custom_emojis', body)
    return { params: { id }, sign }
  },
  'an announcement': made('/api/tweeter/v1/admin/announcements', (text) => ({ text })),
  'an announcement that is not published': made('/api/tweeter/v1/admin/announcements', (text) => {
    return { text, published: false }
  }),
  'an announcement with a reaction': async (stage) => {
    const { params } = await made('/api/tweeter/v1/admin/announcements', (text) => ({ text }))(stage)
    await stage.as(stage.owner, 'PUT', `/api/v1/announcements/${params!.id}/reactions/${encodeURIComponent('👍')}`)
    return { params: params! }
  },
  'a warning preset': made('/api/tweeter/v1/admin/warning_presets', (text) => ({ text })),
}
