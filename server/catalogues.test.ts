/** What holds for the texts in every language: nothing is missing, nothing is left over, nothing was forgotten. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import test from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Catalogue, LANGUAGES, type Message, placesOf } from './kit/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const others = LANGUAGES.map(({ code }) => code).filter((code) => code !== 'en')

/** Texts that are the same word in another language, names, and nothing but places. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  de: [
    ...['Admin', 'ALT', 'API', 'Apps', 'Boosts', 'Bots', 'Browser', 'Code', 'Domain', 'Emojis', 'Hashtags', 'Heap'],
    ...['Illegal', 'Links', 'Mails', 'Minute', 'Moderation', 'Name', 'name', 'Normal', 'optional', 'Pause', 'Problem'],
    ...['Route', 'Server', 'Smileys', 'Software', 'Spam', 'Text', 'Thread', 'Trend', 'Trends', 'Version', 'Video'],
  ],
  fa: ['ALT', 'API', 'name'],
}

const folders = [
  ...readdirSync(join(root, 'server')).map((module) => join(root, 'server', module, 'messages')),
  join(root, 'web', 'messages'),
].filter((folder) => existsSync(folder))

/** Either one file for a language, or a folder of them with an index. */
async function catalogueIn(folder: string, code: string): Promise<Catalogue> {
  const file = [join(folder, `${code}.ts`), join(folder, code, 'index.ts')].find((path) => existsSync(path))
  assert.ok(file, `${relative(root, folder)} has nothing in ${code}`)
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const found = module[code] ?? module.default ?? module.messages
  assert.ok(typeof found === 'object' && found !== null, `${relative(root, file)} exports no catalogue named ${code}`)
  return found as Catalogue
}

const messagesOf = (catalogue: Catalogue): Map<string, Message> =>
  new Map(
    Object.entries(catalogue).flatMap(([area, names]) =>
      Object.entries(names).map(([name, message]): [string, Message] => [`${area}.${name}`, message]),
    ),
  )
const textsOf = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message as Record<string, string>)
const categories = (code: string) => new Intl.PluralRules(code).resolvedOptions().pluralCategories

/** What is wrong with a message by itself: no text, or a plural without what the language tells apart. */
function faultsOf(code: string, message: Message): string[] {
  const faults = textsOf(message).some((text) => text.trim() === '') ? ['is empty'] : []
  if (typeof message === 'string') return faults
  const has = Object.keys(message)
  const lacks = categories(code).filter((category) => !has.includes(category))
  const strange = has.filter((category) => !(categories(code) as string[]).includes(category))
  return [
    ...faults,
    ...lacks.map((one) => `lacks "${one}"`),
    ...strange.map((one) => `has "${one}", which is never used`),
  ]
}

/** How a translation differs from the English where it must not, or does not where it should. */
function differences(code: string, message: Message, english: Message): string[] {
  if (typeof message !== typeof english) return ['is a plural in one language only']
  const places = placesOf(english)
  // One of something may go without its number ("one code is left"), and only that.
  const strange = textsOf(message).filter((text) => placesOf(text).some((place) => !places.includes(place)))
  const isSame = String(placesOf(message)) === String(places)
  const words = (text: string) => text.replace(/\{\w+\}/g, '').replace(/[^\p{L}]/gu, '')
  const forgotten = textsOf(message).filter(
    (text) => textsOf(english).includes(text) && words(text) !== '' && !ALIKE[code]!.includes(text),
  )
  return [
    ...(isSame && strange.length === 0 ? [] : [`has other places than ${places.join(', ') || 'none'}`]),
    ...forgotten.map((text) => `is still English: ${text}`),
  ]
}

test('there are catalogues to look at', () => assert.ok(folders.length >= 4))

for (const folder of folders) {
  const name = relative(root, folder)

  test(`${name}: every text in every language, with its places and plurals`, async () => {
    const english = messagesOf(await catalogueIn(folder, 'en'))
    const wrong = [...english].flatMap(([key, message]) => faultsOf('en', message).map((fault) => `en ${key} ${fault}`))
    for (const code of others) {
      const translated = messagesOf(await catalogueIn(folder, code))
      assert.deepEqual([...translated.keys()].sort(), [...english.keys()].sort(), `${name}, ${code}`)
      for (const [key, message] of translated) {
        const faults = [...faultsOf(code, message), ...differences(code, message, english.get(key)!)]
        wrong.push(...faults.map((fault) => `${code} ${key} ${fault}`))
      }
    }
    assert.deepEqual(wrong, [])
  })
}
