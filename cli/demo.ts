import { randomBytes } from 'node:crypto'
import { knownAccount, setPassword } from '../server/accounts/index.ts'
import type { App } from '../server/app.ts'
import { printJson, withApp } from './app.ts'
import type { Call } from './command.ts'
import { dice } from './demo/dice.ts'
import { people } from './demo/people.ts'
import { castOf, dress, Player, VISITOR } from './demo/play.ts'
import { type Scripted, scriptOf } from './demo/script.ts'
import { Progress } from './progress.ts'

const SEED = 'tweeter'
const DAY_MS = 24 * 3600 * 1000

export async function demo(call: Call): Promise<void> {
  const began = new Date()
  // What is told happened in the past, and so the clock by which notifications are dated stands there.
  let clock = began
  const progress = new Progress()
  const made = await withApp({ command: 'demo', writes: true, now: () => clock }, async (app) => {
    const before = await knownAccount(app, VISITOR).catch(() => null)
    if (before?.has_password) return null
    const roll = dice(SEED)
    const daysAgo = (username: string) => (username === VISITOR ? 6.6 : 10 + roll(700))
    const cast = await castOf(app, ({ username }) => new Date(began.getTime() - daysAgo(username) * DAY_MS))
    await dress(app, cast, (done, total) => progress.update('People', done, total))
    const script = scriptOf(SEED, began)
    const player = new Player(app, cast)
    for (const [i, event] of script.entries()) {
      progress.update('Talk', i, script.length)
      clock = event.at
      await player.play(event)
    }
    clock = new Date()
    return await finish(app, script)
  }).finally(() => progress.end())
  if (call.has('json')) return printJson({ made: made !== null, ...made })
  if (made === null) {
    console.log('The demo is here already; nothing was added.')
    return console.log(`To sign in as @${VISITOR}, make a new password: tweeter account password ${VISITOR}`)
  }
  console.log(`${made.accounts} accounts, ${made.posts} posts, ${made.favourites} favourites, ${made.follows} follows.`)
  console.log(`Sign in at ${made.url} as ${made.username} with the password ${made.password}`)
}

async function finish(app: App, script: readonly Scripted[]) {
  const count = (what: Scripted['does']) => script.filter((event) => event.does === what).length
  const password = randomBytes(9).toString('base64url')
  const { id } = await knownAccount(app, VISITOR)
  await setPassword(app, id, password)
  return {
    accounts: people.length,
    posts: count('post') + count('boost'),
    favourites: count('favourite'),
    follows: count('follow'),
    url: app.config.url,
    username: VISITOR,
    password,
  }
}
