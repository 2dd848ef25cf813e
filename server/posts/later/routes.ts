import Type from 'typebox'
import { type Call, Empty, IdParams, linkPages, pageOf, type Route, route, type Viewer } from '../../http/index.ts'
import { Status } from '../schema.ts'
import { createDraft, publishDraft, removeDraft, showDraft, updateDraft } from './drafts.ts'
import { type DraftRow, type Kind, listRows } from './queries.ts'
import { cancelScheduled, reschedule, showScheduled } from './schedule.ts'
import { Draft, DraftBody, DraftsQuery, ScheduleBody, ScheduledStatus } from './schema.ts'
import { presentDrafts, presentScheduled } from './views.ts'

type ListCall = Call<Viewer, unknown, Parameters<typeof pageOf>[0], unknown>

async function list<T>(call: ListCall, kind: Kind, present: (app: ListCall['app'], rows: DraftRow[]) => Promise<T[]>) {
  const rows = await listRows(call.app.db.read, call.viewer.accountId, kind, pageOf(call.query))
  const newestFirst = [...rows].sort((a, b) => b.id - a.id)
  linkPages(
    call,
    newestFirst.map((row) => row.id),
    call.query.limit,
  )
  return await present(call.app, newestFirst)
}

const scheduled: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/scheduled_statuses',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'Your scheduled posts',
    query: DraftsQuery,
    reply: Type.Array(ScheduledStatus),
    handle: (call) => list(call, 'scheduled', presentScheduled),
  }),
  route({
    method: 'GET',
    url: '/api/v1/scheduled_statuses/:id',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'A scheduled post of yours',
    params: IdParams,
    reply: ScheduledStatus,
    handle: ({ app, viewer, params }) => showScheduled(app, viewer, params.id),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/scheduled_statuses/:id',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Move a scheduled post to another time',
    params: IdParams,
    body: ScheduleBody,
    reply: ScheduledStatus,
    handle: ({ app, viewer, params, body }) => reschedule(app, viewer, params.id, body.scheduled_at),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/scheduled_statuses/:id',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Cancel a scheduled post',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => cancelScheduled(app, viewer, params.id),
  }),
]

const drafts: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/drafts',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'Your drafts, newest first',
    query: DraftsQuery,
    reply: Type.Array(Draft),
    handle: (call) => list(call, 'draft', presentDrafts),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/drafts',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Keep a draft, with the fields of a new post',
    body: DraftBody,
    reply: Draft,
    handle: ({ app, viewer, bearer, body }) => createDraft(app, viewer, body, bearer?.appId ?? null),
  }),
  route({
    method: 'GET',
    url: '/api/tweeter/v1/drafts/:id',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'A draft of yours',
    params: IdParams,
    reply: Draft,
    handle: ({ app, viewer, params }) => showDraft(app, viewer, params.id),
  }),
  route({
    method: 'PUT',
    url: '/api/tweeter/v1/drafts/:id',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Replace what a draft says',
    params: IdParams,
    body: DraftBody,
    reply: Draft,
    handle: ({ app, viewer, params, body }) => updateDraft(app, viewer, params.id, body),
  }),
  route({
    method: 'DELETE',
    url: '/api/tweeter/v1/drafts/:id',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Remove a draft',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => removeDraft(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/drafts/:id/publish',
    scope: 'write:statuses',
    limit: 'post',
    summary: 'Publish a draft, which ends it',
    params: IdParams,
    reply: Status,
    handle: ({ app, viewer, bearer, params }) => publishDraft(app, viewer, params.id, bearer?.appId ?? null),
  }),
]

export const routes: Route[] = [...scheduled, ...drafts]
