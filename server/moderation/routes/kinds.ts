import type { Static, TSchema } from 'typebox'
import Type from 'typebox'
import type { App } from '../../app.ts'
import { type Call, IdParams, PageQuery, type Route, route, type Scope, type Viewer } from '../../http/index.ts'

const query = PageQuery(100, 200)
type Paged = Call<Viewer, unknown, Static<typeof query>, unknown>

/** Rows of one kind, newest first. */
export const list = <R extends TSchema>(
  url: string,
  scope: Scope,
  summary: string,
  reply: R,
  handle: (call: Paged) => Promise<Static<R>[]>,
): Route =>
  route({
    method: 'GET',
    url,
    scope,
    limit: 'read',
    summary,
    query,
    reply: Type.Array(reply),
    handle: handle as (call: Paged) => Promise<never>,
  })

type ById = (app: App, viewer: Viewer, id: string) => Promise<unknown>

export const show = (url: string, scope: Scope, summary: string, reply: TSchema, work: ById): Route =>
  route({
    method: 'GET',
    url,
    scope,
    limit: 'read',
    summary,
    params: IdParams,
    reply,
    handle: ({ app, viewer, params }) => work(app, viewer, params.id) as Promise<never>,
  })

export const remove = (url: string, scope: Scope, summary: string, reply: TSchema, work: ById): Route =>
  route({
    method: 'DELETE',
    url,
    scope,
    limit: 'write',
    summary,
    params: IdParams,
    reply,
    handle: ({ app, viewer, params }) => work(app, viewer, params.id) as Promise<never>,
  })
