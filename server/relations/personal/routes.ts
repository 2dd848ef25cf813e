import Type from 'typebox'
import { Account } from '../../accounts/index.ts'
import { IdParams, PageQuery, type Route, route } from '../../http/index.ts'
import { Relationship } from '../schema.ts'
import { endorse, showEndorsements, showOwnEndorsements, unendorse } from './endorse.ts'
import { setNote } from './note.ts'

const Paged = PageQuery(40, 80)
const Accounts = Type.Array(Account)

const endorsing = (url: '/api/v1/accounts/:id/endorse' | '/api/v1/accounts/:id/pin', summary: string) =>
  route({
    method: 'POST',
    url,
    scope: 'write:accounts',
    limit: 'write',
    summary,
    params: IdParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => endorse(app, viewer, params.id),
  })

const unendorsing = (url: '/api/v1/accounts/:id/unendorse' | '/api/v1/accounts/:id/unpin', summary: string) =>
  route({
    method: 'POST',
    url,
    scope: 'write:accounts',
    limit: 'write',
    summary,
    params: IdParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => unendorse(app, viewer, params.id),
  })

export const routes: Route[] = [
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/note',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Note something about an account for yourself; an empty comment takes it back',
    params: IdParams,
    body: Type.Object({ comment: Type.String({ maxLength: 20_000, default: '' }) }),
    reply: Relationship,
    handle: ({ app, viewer, params, body }) => setNote(app, viewer, params.id, body.comment),
  }),
  endorsing('/api/v1/accounts/:id/endorse', 'Feature an account that you follow on your profile'),
  endorsing('/api/v1/accounts/:id/pin', 'The same by its older name'),
  unendorsing('/api/v1/accounts/:id/unendorse', 'Feature an account no longer'),
  unendorsing('/api/v1/accounts/:id/unpin', 'The same by its older name'),
  route({
    method: 'GET',
    url: '/api/v1/endorsements',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Whom you feature',
    query: Paged,
    reply: Accounts,
    handle: showOwnEndorsements,
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id/endorsements',
    scope: 'read:accounts',
    who: 'anyone',
    limit: 'read',
    summary: 'Whom an account features',
    params: IdParams,
    query: Paged,
    reply: Accounts,
    handle: (call) => showEndorsements(call, call.params.id),
  }),
]
