import type { App } from '../app.ts'
import type { Call, Viewer } from '../http/index.ts'
import { renderPosts, type Status } from '../posts/index.ts'
import { type Tag, tagsJson } from '../tags/index.ts'
import { ranking } from './ranking.ts'
import type { TrendsQuery } from './schema.ts'

export type TrendsCall = Call<Viewer | null, unknown, TrendsQuery, unknown>

/** Hashtags that are used now more than usual, the strongest first. */
export async function trendingTags(call: TrendsCall): Promise<Tag[]> {
  return await tagsJson(call.app, call.viewer, pageOf(call, await ranking(call.app, 'tag')))
}

/** Posts that people favourite and boost now, without whom the viewer does not want to see. */
export async function trendingPosts(call: TrendsCall): Promise<Status[]> {
  const { app, viewer } = call
  return pageOf(call, await visiblePosts(app, viewer))
}

/** At most some hundred, from memory: what is hidden from this viewer leaves no hole in a page. */
const visiblePosts = async (app: App, viewer: Viewer | null) =>
  await renderPosts(app, viewer, (await ranking(app, 'post')).map(Number))

/** A page by its offset, and where the next one is. */
export function pageOf<T>({ app, query, request, reply }: TrendsCall, all: readonly T[]): T[] {
  const { offset, limit } = query
  const [path, asked] = request.url.split('?')
  const link = (rel: string, at: number) => {
    const parameters = new URLSearchParams(asked)
    parameters.delete('access_token')
    parameters.set('offset', String(at))
    return `<${app.config.url}${path}?${parameters}>; rel="${rel}"`
  }
  const links: string[] = []
  if (all.length > offset + limit) links.push(link('next', offset + limit))
  if (offset > 0) links.push(link('prev', Math.max(0, offset - limit)))
  if (links.length > 0) reply.header('link', links.join(', '))
  return all.slice(offset, offset + limit)
}
