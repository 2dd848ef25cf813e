import type { App } from '../app.ts'
import type { UploadedFile, Viewer } from '../http/index.ts'
import type { ProblemDetails } from '../kit/index.ts'
import { dropPicture, keepPicture, processAvatar, processHeader } from '../media/index.ts'
import { emit } from '../signals/index.ts'
import { transact } from '../storage/index.ts'
import { picturesOf } from './delete.ts'
import {
  accountRows,
  lockUser,
  type ProfileChange,
  profileRow,
  type UserChange,
  updateAccount,
  updateUser,
} from './queries.ts'
import { refuse, tooLong, wrong } from './refusals.ts'
import type { ProfileEdit } from './schema.ts'
import { picturesDropped, profileChanged } from './signals.ts'
import { askForProof, withProof } from './verify-links.ts'

type GivenChange = Omit<ProfileChange, 'fields'> & { readonly fields?: { name: string; value: string }[] }

/** Characters; Mastodon's figures. */
const MOST = { display_name: 30, note: 500, fields: 4, field: 255, description: 1500, domains: 10 } as const

/**
 * Changes one's own profile and posting defaults: what is given, and nothing else. Pictures are made safe and kept
 * first; the ones they replace go after the commit.
 *
 * @throws Problem 422 with details for what will not do; then nothing has changed.
 */
export async function updateProfile(app: App, viewer: Viewer, edit: ProfileEdit): Promise<void> {
  refuse(problems(edit))
  const pictures = await keepPictures(app, edit)
  const change: GivenChange = { ...textChange(edit), ...flagChange(edit), ...pictures }
  await store(app, viewer.accountId, change, defaultsChange(edit)).catch(async (error) => {
    for (const name of Object.values(pictures)) await dropPicture(app, name)
    throw error
  })
}

/** Back to the generated picture. */
export async function removePicture(app: App, viewer: Viewer, kind: 'avatar' | 'header'): Promise<void> {
  const change: GivenChange =
    kind === 'avatar'
      ? { avatar: null, avatar_static: null, avatar_description: '' }
      : { header: null, header_static: null, header_description: '' }
  await store(app, viewer.accountId, change, {})
}

async function store(app: App, accountId: number, change: GivenChange, defaults: UserChange): Promise<void> {
  await transact(app.db, async (tx) => {
    // Of two changes at once the second must see the first one's pictures, to drop them.
    await lockUser(tx, accountId)
    if (Object.keys(defaults).length > 0) await updateUser(tx, accountId, defaults)
    if (Object.keys(change).length === 0) return
    const before = picturesOf((await profileRow(tx, accountId))[0]!)
    const { fields: given, ...rest } = change
    const fields = given && withProof(given, (await accountRows(tx, [accountId]))[0]!.fields)
    await updateAccount(tx, accountId, { ...rest, ...(fields && { fields: tx.json(fields) }) })
    if (fields) await askForProof(app, tx, accountId, fields)
    const after = picturesOf((await profileRow(tx, accountId))[0]!)
    const names = before.filter((name) => !after.includes(name))
    if (names.length > 0) await emit(tx, picturesDropped, { names })
    await emit(tx, profileChanged, { accountId })
  })
}

function problems(edit: ProfileEdit): ProblemDetails {
  const fields = edit.fields_attributes ?? []
  const found: ProblemDetails = {}
  const measure = (name: string, text: string | undefined, most: number) => {
    if (lengthOf(text) > most) found[name] = tooLong(most)
  }
  measure('display_name', edit.display_name && oneLine(edit.display_name), MOST.display_name)
  measure('note', edit.note && manyLines(edit.note), MOST.note)
  measure('avatar_description', edit.avatar_description, MOST.description)
  measure('header_description', edit.header_description, MOST.description)
  if (kept(fields).length > MOST.fields)
    found.fields = wrong('ERR_TOO_MANY', `are too many (maximum is ${MOST.fields})`)
  for (const field of kept(fields)) {
    if (field.name === '') found.fields = wrong('ERR_BLANK', 'need a label each')
    if (lengthOf(field.name) > MOST.field || lengthOf(field.value) > MOST.field) found.fields = tooLong(MOST.field)
  }
  if ((edit.attribution_domains?.length ?? 0) > MOST.domains) {
    found.attribution_domains = wrong('ERR_TOO_MANY', `are too many (maximum is ${MOST.domains})`)
  }
  if (edit.attribution_domains?.some((domain) => readDomain(domain) === null)) {
    found.attribution_domains = wrong('ERR_INVALID', 'must be names of hosts')
  }
  if (edit.source?.language && !isLanguage(edit.source.language)) {
    found.language = wrong('ERR_INVALID', 'must be a code such as "en"')
  }
  return found
}

function textChange(edit: ProfileEdit): GivenChange {
  const { display_name, note, fields_attributes, avatar_description, header_description, attribution_domains } = edit
  return {
    ...(display_name === undefined ? {} : { display_name: oneLine(display_name) }),
    ...(note === undefined ? {} : { note: manyLines(note) }),
    ...(fields_attributes === undefined ? {} : { fields: kept(fields_attributes) }),
    ...(avatar_description === undefined ? {} : { avatar_description }),
    ...(header_description === undefined ? {} : { header_description }),
    ...(attribution_domains === undefined
      ? {}
      : { attribution_domains: attribution_domains.map((one) => readDomain(one)!) }),
  }
}

const flags = [
  'locked',
  'bot',
  'discoverable',
  'indexable',
  'hide_collections',
  'show_media',
  'show_media_replies',
  'show_featured',
] as const

const flagChange = (edit: ProfileEdit): GivenChange =>
  Object.fromEntries(flags.flatMap((name) => (edit[name] === undefined ? [] : [[name, edit[name]]])))

function defaultsChange({ source = {} }: ProfileEdit): UserChange {
  const { privacy, sensitive, language, quote_policy } = source
  return {
    ...(privacy === undefined ? {} : { default_visibility: privacy }),
    ...(sensitive === undefined ? {} : { default_sensitive: sensitive }),
    ...(language === undefined ? {} : { default_language: language || null }),
    ...(quote_policy === undefined ? {} : { default_quote_policy: quote_policy }),
  }
}

/** Column -> the name of the stored picture. */
async function keepPictures(app: App, edit: ProfileEdit): Promise<Record<string, string>> {
  const made: Record<string, string> = {}
  const keep = async (kind: 'avatar' | 'header', file: UploadedFile | '' | undefined) => {
    if (!file) return
    const { original, still } = await (kind === 'avatar' ? processAvatar(file.bytes) : processHeader(file.bytes))
    made[kind] = await keepPicture(app, `${kind}s`, original)
    made[`${kind}_static`] = still === original ? made[kind] : await keepPicture(app, `${kind}s`, still)
  }
  try {
    await keep('avatar', edit.avatar)
    await keep('header', edit.header)
  } catch (error) {
    for (const name of Object.values(made)) await dropPicture(app, name)
    throw error
  }
  return made
}

const lengthOf = (text: string | undefined): number => [...(text ?? '')].length
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
const manyLines = (text: string): string => text.replaceAll(/\r\n?/g, '\n').trim()
const isLanguage = (code: string): boolean => /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(code)

/** Apps send all four, the empty ones too. */
const kept = (fields: readonly { name?: string; value?: string }[]) =>
  fields
    .map(({ name = '', value = '' }) => ({ name: oneLine(name), value: oneLine(value) }))
    .filter(({ name, value }) => name !== '' || value !== '')

function readDomain(text: string): string | null {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
  return /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(host) && host.length < 254 ? host : null
}
