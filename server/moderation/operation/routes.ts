import Type from 'typebox'
import { Empty, IdParams, type Route, route } from '../../http/index.ts'
import { remove } from '../routes/kinds.ts'
import { dropJobByHand, listJobs, retryJobByHand, retryJobsByHand, summariseJobs } from './jobs.ts'
import {
  dropMailByHand,
  liftSuppressionByHand,
  listMails,
  listSuppressions,
  retryMailByHand,
  retryMailsByHand,
  summariseMails,
} from './mails.ts'
import {
  JobsQuery,
  JobsSummary,
  JobView,
  MailsQuery,
  MailsSummary,
  MailView,
  Retried,
  RetryJobs,
  Suppression,
  SuppressionParams,
  SuppressionsQuery,
} from './schema.ts'
import { reportTraffic } from './traffic.ts'
import { TrafficQuery, TrafficReport } from './traffic-schema.ts'

const jobRoutes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/jobs',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Work that waits, failed or was given up',
    query: JobsQuery,
    reply: Type.Array(JobView),
    handle: (call) => listJobs(call),
  }),
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/jobs/summary',
    scope: 'admin:read',
    limit: 'read',
    summary: 'How much work there is, by listener',
    reply: JobsSummary,
    handle: ({ app, viewer }) => summariseJobs(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/jobs/retry_all',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Run all jobs again that failed, of one listener or of all',
    body: RetryJobs,
    reply: Retried,
    handle: ({ app, viewer, body }) => retryJobsByHand(app, viewer, body.listener ?? null),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/jobs/:id/retry',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Run a job again that failed',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => retryJobByHand(app, viewer, params.id),
  }),
  remove('/api/tweeter/v1/admin/jobs/:id', 'admin:write', 'Drop a job undone', Empty, dropJobByHand),
]

const mailRoutes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/mail',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Mails that wait or did not arrive',
    query: MailsQuery,
    reply: Type.Array(MailView),
    handle: (call) => listMails(call),
  }),
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/mail/summary',
    scope: 'admin:read',
    limit: 'read',
    summary: 'How many mails there are of each state',
    reply: MailsSummary,
    handle: ({ app, viewer }) => summariseMails(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/mail/retry_all',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Send all mails at once that wait',
    reply: Retried,
    handle: ({ app, viewer }) => retryMailsByHand(app, viewer),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/mail/:id/retry',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Send a mail at once that waits, or whose fate is unknown',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => retryMailByHand(app, viewer, params.id),
  }),
  remove('/api/tweeter/v1/admin/mail/:id', 'admin:write', 'Give a mail up that waits', Empty, dropMailByHand),
]

const suppressionRoutes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/mail/suppressions',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Addresses that mail is kept from',
    query: SuppressionsQuery,
    reply: Type.Array(Suppression),
    handle: ({ app, viewer, query }) => listSuppressions(app, viewer, query),
  }),
  route({
    method: 'DELETE',
    url: '/api/tweeter/v1/admin/mail/suppressions/:id',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Let mail go to an address again',
    params: SuppressionParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => liftSuppressionByHand(app, viewer, params.id),
  }),
]

const trafficRoutes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/traffic',
    scope: 'admin:read',
    limit: 'read',
    summary: 'What the server was asked for lately, and how fast it answered',
    query: TrafficQuery,
    reply: TrafficReport,
    handle: ({ app, viewer, query }) => reportTraffic(app, viewer, query),
  }),
]

export const operationRoutes: Route[] = [...jobRoutes, ...mailRoutes, ...suppressionRoutes, ...trafficRoutes]
