/** The network that bench/search.ts searches: people, and posts whose words are used as unevenly as people use words. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { App } from '../server/app.ts'

const WORDS = 60_000
const EPOCH_MS = Date.UTC(2006, 0, 1)
const SPREAD_MS = 2 * 365 * 24 * 3600 * 1000

let state = 20_261_122
/** From 0 up to 1, the same in each run. */
export const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}
export const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** A rank that comes up in proportion to 1 / rank (Zipf), from 0. */
export const zipf = (many: number): number => Math.floor(many ** random()) - 1

const heads = ['the', 'and', 'of', 'to', 'in', 'for', 'is', 'on', 'that', 'with', 'you', 'this', 'was', 'are', 'but']
const syllables = ['ba', 'len', 'ri', 'mo', 'ska', 'tu', 'ver', 'ni', 'do', 'pra', 'ke', 'lo', 'san', 'ti', 'gu', 'wen']
/** The most used first. */
export const vocabulary: readonly string[] = [
  ...heads,
  ...Array.from({ length: WORDS - heads.length }, (_, n) => {
    let word = ''
    for (let rest = n + 300; rest > 0; rest = Math.floor(rest / 16)) word += syllables[rest % 16]
    return word
  }),
]
export const kanji = [...'日本語京都猫犬山川海空雨雪花月火水木金土人大小中国東西南北春夏秋冬朝夜食飲見聞行来話読書']

function sentence(): string {
  if (random() < 0.03) return Array.from({ length: 8 + zipf(20) }, () => kanji[zipf(kanji.length)]).join('')
  const words = Array.from({ length: 6 + Math.floor(random() * 18) }, () => vocabulary[zipf(WORDS)])
  if (random() < 0.15) words.push(`https://example.com/${among(vocabulary)}/${Math.floor(random() * 1e6)}`)
  return words.join(' ')
}

export interface Made {
  readonly people: readonly { id: number; username: string }[]
  readonly texts: readonly string[]
}

/** People by insert, posts, mentions and tags by copy. @returns some of the texts, to take phrases from. */
export async function makeNetwork(app: App, people: number, posts: number): Promise<Made> {
  const { pool } = app.db
  const rows = await pool<{ id: number; username: string }[]>`
    insert into accounts (username, display_name) select 'person' || n, 'Person ' || n from generate_series(1, ${people}) n
    returning id, username`
  await pool`insert into username_claims (key, skeleton, account_id) select username, username, id from accounts`
  await pool`insert into users (account_id, confirmed_at, approved_at) select id, now(), now() from accounts`
  const texts: string[] = []
  const extras: { mentions: string[]; tags: string[] } = { mentions: [], tags: [] }
  await pool.begin(async (sql) => {
    await sql`set local tweeter.bulk = on`
    const into = await sql`
      copy posts (id, author_id, conversation_id, visibility, text, content, language, created_at) from stdin`.writable()
    for (let n = 0; n < posts; n++) {
      const ms = Date.now() - SPREAD_MS + Math.floor((n / posts) * SPREAD_MS)
      const id = (ms - EPOCH_MS) * 4096 + (n & 1023)
      let text = sentence()
      if (random() < 0.1) {
        const tag = vocabulary[zipf(2000)]!
        text += ` #${tag}`
        extras.tags.push(`${tag}\t${id}\t${tag}\n`)
      }
      if (random() < 0.05) extras.mentions.push(`${id}\t${rows[zipf(people)]!.id}\n`)
      if (n % 1000 === 0) texts.push(text)
      const visibility = random() < 0.85 ? 'public' : random() < 0.7 ? 'unlisted' : 'private'
      const language = random() < 0.6 ? 'en' : among(['de', 'fr', 'ja', 'es'])
      const author = rows[zipf(people)]!.id
      await write(into, [id, author, id, visibility, text, `<p>${text}</p>`, language, new Date(ms).toISOString()])
    }
    await end(into)
    await copyLines(await sql`copy mentions (post_id, account_id) from stdin`.writable(), extras.mentions)
    await copyLines(await sql`copy post_tags (tag, post_id, name) from stdin`.writable(), extras.tags)
  })
  return { people: rows, texts }
}

/** What an earlier run left; null when there is nothing. */
export async function knownNetwork(app: App): Promise<Made | null> {
  const people = await app.db.read<{ id: number; username: string }>`
    select id, username from accounts where username like 'person%' order by id`
  if (people.length === 0) return null
  const posts = await app.db.read<{ text: string }>`select text from posts tablesample system (0.1) limit 1000`
  return { people, texts: posts.map((post) => post.text) }
}

async function write(into: Writable, cells: readonly (string | number)[]): Promise<void> {
  if (!into.write(`${cells.join('\t')}\n`)) await once(into, 'drain')
}

async function copyLines(into: Writable, lines: readonly string[]): Promise<void> {
  for (const line of lines) if (!into.write(line)) await once(into, 'drain')
  await end(into)
}

const end = (into: Writable) =>
  new Promise<void>((resolve, reject) => {
    into.once('error', reject)
    into.once('finish', resolve)
    into.end()
  })
