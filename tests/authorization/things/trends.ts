/** What trends. It is written into the ranking by hand: to make it trend takes ten people. */
import { forgetRanking } from '../../../server/trends/ranking.ts'
import type { Stage } from '../cast.ts'
import type { Maker } from './index.ts'
import { newSign, post } from './posts.ts'

async function rank({ world }: Stage, kind: 'tag' | 'post' | 'link', key: string): Promise<void> {
  const history = Array.from({ length: 7 }, () => ({ uses: 10, accounts: 10 }))
  await world.app.db.pool`
    insert into trend_scores (kind, key, score, people, history)
    values (${kind}, ${key}, extract(epoch from now()), 10, ${world.app.db.pool.json(history)})`
  forgetRanking(world.app)
}

const preview = {
  ...{ title: 'A page', description: '', language: null, type: 'link', author_name: '', author_url: '', html: '' },
  ...{ provider_name: '', provider_url: '', width: 0, height: 0, embed_url: '', published_at: null },
  ...{ image_description: '', blurhash: null },
} as const

/** The owner links to a page, of which a preview is there. */
async function linked(stage: Stage) {
  const { db } = stage.world.app
  const sign = newSign()
  const url = `https://${sign}.example/page`
  await db.pool`
    insert into cards (key, url, wanted_at, ask_after, preview)
    values (encode(sha256(convert_to(${url}, 'UTF8')), 'hex'), ${url}, now(), now() + interval '9 days',
            ${db.pool.json(preview)})`
  await stage.as(stage.owner, 'POST', '/api/v1/statuses', { status: `see ${url}` })
  await rank(stage, 'link', url)
  return { sign, url }
}

/** What goes by an id of its own in the lists of those who decide. */
const decided =
  (of: 'tags' | 'links' | 'links/publishers', maker: (stage: Stage) => Promise<string>): Maker =>
  async (stage) => {
    const sign = await maker(stage)
    const listed = await stage.as(stage.cast.administrator, 'GET', `/api/v1/admin/trends/${of}`)
    const found = listed.find((one: object) => JSON.stringify(one).includes(sign))
    return { params: { id: found.id }, sign }
  }

export const trends: Record<string, Maker> = {
  'a trending tag': decided('tags', async (stage) => {
    const sign = newSign()
    await rank(stage, 'tag', sign)
    return sign
  }),
  'a trending post': async (stage) => {
    const thing = await post()(stage)
    await rank(stage, 'post', thing.params!.id!)
    return thing
  },
  'a trending link': decided('links', async (stage) => (await linked(stage)).sign),
  'a publisher of a trending link': decided('links/publishers', async (stage) => (await linked(stage)).sign),
  "an owner's post about a trending link": async (stage) => {
    const { url } = await linked(stage)
    return { query: `url=${encodeURIComponent(url)}`, sign: stage.owner.username }
  },
}
