import Type from 'typebox'
import { CsrfField, Empty, IdParams, linkPages, PageQuery, pageOf, type Route, route } from '../../http/index.ts'
import { endApp, endSession } from './end.ts'
import { appsOf, browsersOf } from './list.ts'
import { sendPassword, visitPassword } from './password.ts'
import { AuthorizedApp, Session } from './schema.ts'
import { sendEndAllApps, sendEndApp, sendEndOthers, sendEndSession, visitApps, visitSessions } from './visits.ts'

const Text = Type.Optional(Type.String())
const page = { scope: 'public', page: true } as const
const OneForm = Type.Object({ csrf: CsrfField, id: Type.Optional(Type.String({ pattern: '^[0-9]{1,16}$' })) })
const done = async (work: Promise<void>): Promise<Record<string, never>> => {
  await work
  return {}
}

const forApps: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/sessions',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'The browsers in which you are signed in',
    query: PageQuery(40, 80),
    reply: Type.Array(Session),
    handle: async (call) => {
      const sessions = await browsersOf(call.app, call.viewer.accountId, pageOf(call.query), call.bearer!.sessionId)
      linkPages(
        call,
        sessions.map(({ id }) => id),
        call.query.limit,
      )
      return sessions
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/tweeter/v1/sessions/:id',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Sign a browser out',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => done(endSession(app, viewer.accountId, Number(params.id))),
  }),
  route({
    method: 'GET',
    url: '/api/tweeter/v1/authorized_apps',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'The apps that may use your account',
    query: PageQuery(40, 80),
    reply: Type.Array(AuthorizedApp),
    handle: async (call) => {
      const apps = await appsOf(call.app, call.viewer.accountId, pageOf(call.query), call.bearer!.appId)
      linkPages(
        call,
        apps.map(({ id }) => id),
        call.query.limit,
      )
      return apps
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/tweeter/v1/authorized_apps/:id',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Take back the access of an app',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => done(endApp(app, viewer.accountId, Number(params.id))),
  }),
]

const forPeople: Route[] = [
  route({
    ...page,
    method: 'GET',
    url: '/settings/sessions',
    limit: 'page',
    summary: 'The browsers in which you are signed in',
    handle: visitSessions,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/sessions/end',
    limit: 'page',
    summary: 'Sign a browser out',
    body: OneForm,
    handle: sendEndSession,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/sessions/end_others',
    limit: 'page',
    summary: 'Sign all other browsers out',
    body: Type.Object({ csrf: CsrfField }),
    handle: sendEndOthers,
  }),
  route({
    ...page,
    method: 'GET',
    url: '/settings/apps',
    limit: 'page',
    summary: 'The apps that may use your account',
    handle: visitApps,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/apps/end',
    limit: 'page',
    summary: 'Take back the access of an app',
    body: OneForm,
    handle: sendEndApp,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/apps/end_all',
    limit: 'page',
    summary: 'Take back the access of all apps',
    body: Type.Object({ csrf: CsrfField }),
    handle: sendEndAllApps,
  }),
  route({
    ...page,
    method: 'GET',
    url: '/settings/password',
    limit: 'page',
    summary: 'Change the password',
    handle: visitPassword,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/password',
    limit: 'sign-in',
    summary: 'Change the password',
    body: Type.Object({ csrf: CsrfField, password: Text, new_password: Text }),
    handle: sendPassword,
  }),
]

export const accessRoutes: Route[] = [...forApps, ...forPeople]
