import type { App } from '../app.ts'
import type { Viewer } from '../http/index.ts'
import { notFound, unprocessable } from '../kit/index.ts'
import { emit } from '../signals/index.ts'
import { type Tx, transact } from '../storage/index.ts'
import {
  type FilterFields,
  type FilterRow,
  filtersOf,
  insertFilter,
  insertKeyword,
  insertPost,
  lockFilters,
  removeFilter,
  removeKeyword,
  removePost,
  updateFilter,
  updateKeyword,
} from './queries.ts'
import {
  type Filter,
  type FilterBody,
  FilterContext,
  type KeywordBody,
  type V1Filter,
  type V1FilterBody,
} from './schema.ts'
import { filtersChanged } from './signals.ts'
import { keywordJson, namedJson, present, requireFilter, requireKeyword, requireNamed, v1Json } from './views.ts'

/** Every post that is shown is held against all of them, so they are bounded. */
export const LIMITS = { filters: 100, keywords: 1000, posts: 1000, characters: 200 } as const

const refuse = (what: string) => unprocessable(`Validation failed: ${what}`)

/** Changes a person's filters, one change after the other, and keeps them within bounds. @throws Problem 422. */
async function change<T>(app: App, { accountId }: Viewer, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await transact(app.db, async (tx) => {
    await lockFilters(tx, accountId)
    const done = await work(tx)
    const rows = await filtersOf(tx, [accountId])
    const count = (of: (row: FilterRow) => unknown[]) => rows.reduce((sum, row) => sum + of(row).length, 0)
    if (rows.length > LIMITS.filters) throw refuse(`You may have ${LIMITS.filters} filters`)
    if (count((row) => row.keywords) > LIMITS.keywords)
      throw refuse(`Your filters may have ${LIMITS.keywords} keywords`)
    if (count((row) => row.posts) > LIMITS.posts) throw refuse(`Your filters may have ${LIMITS.posts} posts`)
    await emit(tx, filtersChanged, { accountId })
    return done
  })
}

/** @throws Problem 422 (no title, no context, an empty keyword, too many). */
export async function createFilter(app: App, viewer: Viewer, wanted: FilterBody): Promise<Filter> {
  const fields = fieldsOf(app, wanted, null)
  return await change(app, viewer, async (tx) => {
    const { id } = (await insertFilter(tx, viewer.accountId, fields))[0]!
    await changeKeywords(tx, { id, keywords: [] }, wanted.keywords_attributes ?? [])
    return present(await requireFilter(tx, viewer.accountId, String(id)))
  })
}

/** What is not given stays as it is. @throws Problem 404, 422. */
export async function updateOne(app: App, viewer: Viewer, id: string, wanted: FilterBody): Promise<Filter> {
  return await change(app, viewer, async (tx) => {
    const before = await requireFilter(tx, viewer.accountId, id)
    await updateFilter(tx, before.id, fieldsOf(app, wanted, before))
    await changeKeywords(tx, before, wanted.keywords_attributes ?? [])
    return present(await requireFilter(tx, viewer.accountId, id))
  })
}

/** @throws Problem 404. */
export async function removeOne(app: App, viewer: Viewer, id: string): Promise<object> {
  await change(app, viewer, async (tx) => removeFilter(tx, (await requireFilter(tx, viewer.accountId, id)).id))
  return {}
}

export const addKeyword = (app: App, viewer: Viewer, filterId: string, { keyword, whole_word = true }: KeywordBody) =>
  change(app, viewer, async (tx) => {
    const { id: filter } = await requireFilter(tx, viewer.accountId, filterId)
    const [made] = await insertKeyword(tx, filter, checkKeyword(keyword), whole_word)
    return keywordJson((await requireKeyword(tx, viewer.accountId, String(made!.id))).keyword)
  })

export const changeKeyword = (app: App, viewer: Viewer, id: string, { keyword, whole_word }: KeywordBody) =>
  change(app, viewer, async (tx) => {
    const { keyword: before } = await requireKeyword(tx, viewer.accountId, id)
    await updateKeyword(tx, before.id, checkKeyword(keyword), whole_word ?? before.whole_word)
    return keywordJson((await requireKeyword(tx, viewer.accountId, id)).keyword)
  })

export async function dropKeyword(app: App, viewer: Viewer, id: string): Promise<object> {
  await change(app, viewer, async (tx) => {
    await removeKeyword(tx, (await requireKeyword(tx, viewer.accountId, id)).keyword.id)
  })
  return {}
}

/** Names a post, which may be one that is gone: whether it can be seen is asked where it would be shown. */
export const addPost = (app: App, viewer: Viewer, filterId: string, postId: string) =>
  change(app, viewer, async (tx) => {
    const filter = await requireFilter(tx, viewer.accountId, filterId)
    const there = filter.posts.find((one) => one.post_id === Number(postId))
    if (there) return namedJson(there)
    const [made] = await insertPost(tx, filter.id, Number(postId))
    return namedJson({ id: made!.id, post_id: Number(postId) })
  })

export const dropPost = (app: App, viewer: Viewer, id: string) =>
  change(app, viewer, async (tx) => {
    const { named } = await requireNamed(tx, viewer.accountId, id)
    await removePost(tx, named.id)
    return namedJson(named)
  })

/** Version 1: a filter with one keyword. @throws Problem 422. */
export const createV1 = (app: App, viewer: Viewer, wanted: V1FilterBody): Promise<V1Filter> =>
  change(app, viewer, async (tx) => {
    const phrase = checkKeyword(wanted.phrase)
    const { id } = (await insertFilter(tx, viewer.accountId, fieldsOf(app, asV2(wanted, phrase), null)))[0]!
    const [made] = await insertKeyword(tx, id, phrase, wanted.whole_word ?? false)
    const { row, keyword } = await requireKeyword(tx, viewer.accountId, String(made!.id))
    return v1Json(row, keyword)
  })

/** Changes a keyword and, when it is the only one, its filter. @throws Problem 404, 422 (it shares its filter). */
export const updateV1 = (app: App, viewer: Viewer, id: string, wanted: V1FilterBody): Promise<V1Filter> =>
  change(app, viewer, async (tx) => {
    const { row, keyword } = await requireKeyword(tx, viewer.accountId, id)
    const fields = fieldsOf(app, asV2(wanted, wanted.phrase), row)
    const own = row.keywords.length === 1
    const others = JSON.stringify([fields.contexts, fields.action]) !== JSON.stringify([row.contexts, row.action])
    if (!own && (others || wanted.expires_in !== undefined)) {
      throw refuse(
        'This filter has several keywords; change its contexts and its end in an app that knows such filters',
      )
    }
    await updateKeyword(
      tx,
      keyword.id,
      checkKeyword(wanted.phrase ?? keyword.keyword),
      wanted.whole_word ?? keyword.whole_word,
    )
    if (own) await updateFilter(tx, row.id, fields)
    const after = await requireKeyword(tx, viewer.accountId, id)
    return v1Json(after.row, after.keyword)
  })

/** Removes a keyword, and its filter when that was all there was to it. @throws Problem 404. */
export async function removeV1(app: App, viewer: Viewer, id: string): Promise<object> {
  await change(app, viewer, async (tx) => {
    const { row, keyword } = await requireKeyword(tx, viewer.accountId, id)
    await removeKeyword(tx, keyword.id)
    if (row.keywords.length === 1 && row.posts.length === 0) await removeFilter(tx, row.id)
  })
  return {}
}

const asV2 = (wanted: V1FilterBody, title: string | undefined): FilterBody => ({
  ...(title === undefined ? {} : { title }),
  ...(wanted.context ? { context: wanted.context } : {}),
  ...(wanted.expires_in === undefined ? {} : { expires_in: wanted.expires_in }),
  ...(wanted.irreversible === undefined ? {} : { filter_action: wanted.irreversible ? 'hide' : 'warn' }),
})

function fieldsOf(app: App, wanted: FilterBody, before: FilterRow | null): FilterFields {
  const title = (wanted.title ?? before?.title ?? '').trim()
  if (title === '') throw refuse("Title can't be blank")
  if ([...title].length > LIMITS.characters) throw refuse(`Title may have ${LIMITS.characters} characters`)
  const known = FilterContext.anyOf.map((one) => one.const as string)
  const contexts = [...new Set(wanted.context ?? before?.contexts ?? [])]
  if (contexts.length === 0 || contexts.some((one) => !known.includes(one))) {
    throw refuse(`Context must be some of ${known.join(', ')}`)
  }
  const action = wanted.filter_action ?? before?.action ?? 'warn'
  return { title, contexts, action, expires_at: endOf(app, wanted.expires_in, before) }
}

function endOf(app: App, seconds: FilterBody['expires_in'], before: FilterRow | null): Date | null {
  if (seconds === undefined) return before?.expires_at ?? null
  if (seconds === null || seconds === '') return null
  if (typeof seconds === 'string' || seconds < 0 || seconds > 3_155_760_000)
    throw refuse('Expires in must be a number of seconds, at most a century')
  return new Date(app.now().getTime() + seconds * 1000)
}

function checkKeyword(given: string | undefined): string {
  const keyword = (given ?? '').trim()
  if (keyword === '') throw refuse("Keyword can't be blank")
  if ([...keyword].length > LIMITS.characters) throw refuse(`Keyword may have ${LIMITS.characters} characters`)
  return keyword
}

type Attributes = NonNullable<FilterBody['keywords_attributes']>

/** Adds those without an id, changes or removes those with one. @throws Problem 404, 422. */
async function changeKeywords(tx: Tx, filter: Pick<FilterRow, 'id' | 'keywords'>, wanted: Attributes): Promise<void> {
  for (const { id, keyword, whole_word, _destroy } of wanted) {
    if (id === undefined) {
      if (!_destroy) await insertKeyword(tx, filter.id, checkKeyword(keyword), whole_word ?? true)
      continue
    }
    const before = filter.keywords.find((one) => one.id === Number(id))
    if (!before) throw notFound()
    if (_destroy) await removeKeyword(tx, before.id)
    else await updateKeyword(tx, before.id, checkKeyword(keyword ?? before.keyword), whole_word ?? before.whole_word)
  }
}
