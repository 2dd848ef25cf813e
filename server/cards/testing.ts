/** A world, and a site of pages that its people link to. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { openWorld, type World } from '../../testing/world.ts'
import { makePicture } from '../media/testing.ts'
import { type Outside, openOutside } from '../outgoing/testing.ts'
import { transact } from '../storage/index.ts'
import { cardEntries, type PreviewCard, wantCard } from './index.ts'

export const MINUTE_MS = 60_000
export const DAY_MS = 24 * 60 * MINUTE_MS

type Answer = (request: IncomingMessage, reply: ServerResponse) => unknown

export interface Site {
  readonly world: World
  readonly outside: Outside
  /** Puts something at a path; @returns its address. */
  put(path: string, answer: Answer): string
  /** A new page; its server forgets how often it was asked for the others. */
  page(html: string | Buffer, headers?: Record<string, string>): string
  /** A picture at a path. */
  picture(path: string): Promise<string>
  timesAsked(url: string): number
  close(): Promise<void>
}

export async function openSite(): Promise<Site> {
  const world = await openWorld({ TWEETER_OUTGOING_ALLOW: '127.0.0.1' })
  const pages = new Map<string, Answer>()
  const outside = await openOutside((request, reply) => {
    const answer = pages.get(new URL(request.url!, 'http://x').pathname)
    if (answer) answer(request, reply)
    else reply.writeHead(404).end()
  })
  let made = 0
  const put = (path: string, answer: Answer) => {
    pages.set(path, answer)
    return outside.url + path
  }
  return {
    world,
    outside,
    put,
    page: (html, headers = {}) => {
      world.pass(2 * MINUTE_MS)
      return put(`/page-${++made}`, (_, reply) =>
        reply.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html),
      )
    },
    picture: async (path) => {
      const bytes = await makePicture()
      return put(path, (_, reply) => reply.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes))
    },
    timesAsked: (url) => outside.asked.filter((one) => one === `GET ${new URL(url).pathname}`).length,
    close: async () => {
      await outside.close()
      await world.close()
    },
  }
}

/** As a post with this link does it. */
export const want = (world: World, link: string): Promise<string | null> =>
  transact(world.app.db, (tx) => wantCard(world.app, tx, link))

export const cardAt = async (world: World, url: string): Promise<PreviewCard | null> =>
  (await cardEntries(world.app, null, [url])).get(url) ?? null

/** Posts it, lets the jobs run, and looks. */
export async function cardOf(world: World, link: string): Promise<PreviewCard | null> {
  const url = await want(world, link)
  await world.jobs()
  return url === null ? null : await cardAt(world, url)
}
