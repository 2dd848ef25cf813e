import { accountEntries, createAccount, knownAccount, updateProfile } from '../../server/accounts/index.ts'
import type { App } from '../../server/app.ts'
import type { Viewer } from '../../server/http/index.ts'
import { uploadPicture } from '../../server/media/index.ts'
import { bookmark, boost, createPost, favourite, pin } from '../../server/posts/index.ts'
import { follow } from '../../server/relations/index.ts'
import { transactHome } from '../../server/sites/index.ts'
import { people } from './people.ts'
import { portraits } from './portraits.ts'
import { paint } from './scenes.ts'
import type { Scripted } from './script.ts'
import type { Person } from './thread.ts'

/** The account that whoever looks around signs in to. It gets its password last, so one without says: not finished. */
export const VISITOR = 'demo'

export type Cast = ReadonlyMap<string, Viewer>

/**
 * Makes the demo's people, all or none, or finds them.
 *
 * @throws an Error for people when somebody else has one of the names.
 */
export async function castOf(app: App, joined: (person: Person) => Date): Promise<Cast> {
  const found = await Promise.all(people.map(({ username }) => knownAccount(app, username).catch(() => null)))
  const taken = people.filter((_, i) => found[i] !== null)
  if (taken.length > 0 && taken.length < people.length) {
    const names = taken.map(({ username }) => `@${username}`).join(', ')
    throw new Error(`The demo's people need names that are taken here (${names}). It is meant for a fresh network.`)
  }
  const ids = taken.length > 0 ? found.map((one) => one!.id) : await makePeople(app, joined)
  return new Map(people.map(({ username }, i) => [username, { accountId: ids[i]!, role: 'user' }]))
}

async function makePeople(app: App, joined: (person: Person) => Date): Promise<number[]> {
  return await transactHome(app, async (tx) => {
    const ids: number[] = []
    for (const person of people) {
      const { username, name: displayName, bot = false } = person
      // Without an address, so that no mail ever leaves for them; never the owner, who is yet to come.
      const state = { role: 'user', confirmed: true, approved: true, now: joined(person) } as const
      ids.push((await createAccount(tx, { username, displayName, bot, ...state })).id)
    }
    return ids
  })
}

/** Bio, fields, avatar and header, for those who have none yet. */
export async function dress(app: App, cast: Cast, progress: (done: number, total: number) => void): Promise<void> {
  const entries = await accountEntries(
    app,
    [...cast.values()].map((viewer) => viewer.accountId),
  )
  for (const [i, { username, bio, fields = [], language }] of people.entries()) {
    progress(i, people.length)
    const viewer = cast.get(username)!
    if (entries.get(viewer.accountId)?.row.avatar) continue
    const { avatar, header } = await portraits(username)
    await updateProfile(app, viewer, {
      note: bio,
      fields_attributes: fields.map(([name, value]) => ({ name, value })),
      avatar: { filename: 'avatar.jpg', bytes: avatar },
      header: { filename: 'header.jpg', bytes: header },
      source: { language },
    })
  }
}

/** Does what the script says, in order. What was done before is found and not done again (for a day). */
export class Player {
  readonly #app: App
  readonly #cast: Cast
  readonly #ids = new Map<number, string>()

  constructor(app: App, cast: Cast) {
    this.#app = app
    this.#cast = cast
  }

  async play(event: Scripted): Promise<void> {
    const app = this.#app
    const viewer = this.#cast.get(event.by)!
    switch (event.does) {
      case 'follow':
        return void (await follow(app, viewer, String(this.#cast.get(event.whom)!.accountId), {}))
      case 'post':
        return await this.#post(viewer, event)
      case 'boost':
        return void (await boost(app, viewer, this.#ids.get(event.post)!, { createdAt: event.at }))
      case 'favourite':
        return void (await favourite(app, viewer, this.#ids.get(event.post)!, true))
      case 'bookmark':
        return void (await bookmark(app, viewer, this.#ids.get(event.post)!, true))
      case 'pin':
        return void (await pin(app, viewer, this.#ids.get(event.post)!, true))
    }
  }

  async #post(viewer: Viewer, event: Extract<Scripted, { does: 'post' }>): Promise<void> {
    const { text, language, warning, pictures, visibility } = event.what
    const media_ids: string[] = []
    for (const [i, { scene, alt }] of pictures.entries()) {
      const bytes = await paint(scene, `${event.by} ${event.post} ${i}`)
      media_ids.push((await uploadPicture(this.#app, viewer, { bytes, description: alt })).id)
    }
    const wanted = {
      status: text,
      language,
      visibility,
      media_ids,
      ...(warning === null ? {} : { spoiler_text: warning }),
      ...(event.parent === null ? {} : { in_reply_to_id: this.#ids.get(event.parent)! }),
    }
    const options = { createdAt: event.at, idempotencyKey: `demo:${event.post}` }
    this.#ids.set(event.post, (await createPost(this.#app, viewer, wanted, options)).id)
  }
}
