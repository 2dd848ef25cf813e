import { IdParams, type Route, route } from '../../http/index.ts'
import { Poll, VoteBody } from '../schema.ts'
import { showPoll, vote } from './vote.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/polls/:id',
    scope: 'read:statuses',
    who: 'anyone',
    limit: 'read',
    summary: 'A poll',
    params: IdParams,
    reply: Poll,
    handle: ({ app, viewer, params }) => showPoll(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/polls/:id/votes',
    scope: 'write:statuses',
    limit: 'write',
    summary: 'Vote in a poll, once and for good',
    params: IdParams,
    body: VoteBody,
    reply: Poll,
    handle: ({ app, viewer, params, body }) => vote(app, viewer, params.id, body.choices),
  }),
]
