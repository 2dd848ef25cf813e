import { COLLECTION_LIMIT } from '../accounts/index.ts'
import { type ProblemDetails, unprocessable } from '../kit/index.ts'
import { normalizeTag } from '../posts/index.ts'
import type { CollectionColumns } from './queries.ts'
import type { CollectionEdit } from './schema.ts'

/** Mastodon's figures: characters, accounts in one collection, collections of one person. */
export const COLLECTION_LIMITS = { name: 40, description: 100, items: 25, collections: COLLECTION_LIMIT } as const

/**
 * What is given of a collection, as columns.
 *
 * @throws Problem 422 with details for what will not do.
 */
export function readEdit(edit: CollectionEdit): Partial<CollectionColumns> {
  const { name, description, language, tag_name, sensitive, discoverable } = edit
  const details: ProblemDetails = {}
  const wrong = (field: string, error: string, sentence: string) => {
    details[field] = [{ error, description: sentence }]
  }
  for (const field of ['name', 'description'] as const) {
    const most = COLLECTION_LIMITS[field]
    if ([...(edit[field] ?? '').trim()].length > most) {
      wrong(field, 'ERR_TOO_LONG', `is too long (maximum is ${most} characters)`)
    }
  }
  if (name !== undefined && name.trim() === '') wrong('name', 'ERR_BLANK', "can't be blank")
  if (language && !/^[a-z]{2,3}(-[A-Za-z]{2,8})?$/.test(language)) {
    wrong('language', 'ERR_INVALID', 'must be a code such as "en"')
  }
  const tag = tag_name ? readTag(tag_name) : null
  if (tag === '') wrong('tag_name', 'ERR_INVALID', 'must be one hashtag')
  const fields = Object.entries(details)
  if (fields.length > 0) {
    const all = fields.map(([field, [first]]) => `${titleOf(field)} ${first!.description}`)
    throw unprocessable(`Validation failed: ${all.join(', ')}`, details)
  }
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(description === undefined ? {} : { description: description.trim() }),
    ...(language === undefined ? {} : { language: language || null }),
    ...(tag_name === undefined ? {} : { tag }),
    ...(sensitive === undefined ? {} : { sensitive }),
    ...(discoverable === undefined ? {} : { discoverable }),
  }
}

/** The key of a single hashtag, with its # or without; '' when it is none. */
function readTag(text: string): string {
  const name = text.trim().replace(/^[#＃]/, '')
  const key = normalizeTag(name)
  // Something fell away, or it is a number, which is no hashtag in a post either.
  const isWhole = !/[\s#＃]/.test(name) && [...key].length <= 100 && /[^\p{N}_]/u.test(key)
  return isWhole && normalizeTag(key) === key && !/[^\p{L}\p{M}\p{N}_·・\u200c]/u.test(name) ? key : ''
}

const titleOf = (field: string): string => `${field[0]!.toUpperCase()}${field.slice(1).replaceAll('_', ' ')}`
