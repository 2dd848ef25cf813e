/**
 * What Mastodon has and this network does not offer, answered as a Mastodon answers that has it turned off: apps ask, and
 * take the documented refusal for what it is.
 */
import Type from 'typebox'
import { requireAccount } from '../accounts/index.ts'
import { Empty, IdParams, type Route, route } from '../http/index.ts'
import { notFound } from '../kit/index.ts'
import { requireStatus } from '../posts/index.ts'

const none = () => Type.Array(Type.Unknown(), { maxItems: 0 })
const Year = Type.Object({ year: Type.String({ pattern: '^[0-9]{4}$' }) })
const noReport = (): never => {
  throw notFound('This network makes no annual reports.')
}

const annualReports: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/annual_reports',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Annual reports: none are made (the instance document says so: wrapstodon is null)',
    reply: Type.Object({ annual_reports: none(), accounts: none(), statuses: none() }),
    handle: () => ({ annual_reports: [], accounts: [], statuses: [] }),
  }),
  route({
    method: 'GET',
    url: '/api/v1/annual_reports/:year',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'An annual report: a 404, as none are made',
    params: Year,
    handle: noReport,
  }),
  route({
    method: 'GET',
    url: '/api/v1/annual_reports/:year/state',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Whether there may be a report of this year: no',
    params: Year,
    reply: Type.Object({ state: Type.Literal('ineligible') }),
    handle: () => ({ state: 'ineligible' as const }),
  }),
  route({
    method: 'POST',
    url: '/api/v1/annual_reports/:year/generate',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Ask for an annual report: nothing is done, as for whom Mastodon holds ineligible',
    params: Year,
    reply: Empty,
    handle: () => ({}),
  }),
  route({
    method: 'POST',
    url: '/api/v1/annual_reports/:year/read',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Mark an annual report as read: a 404, as none are made',
    params: Year,
    handle: noReport,
  }),
]

export const absent: Route[] = [
  ...annualReports,
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id/identity_proofs',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Proofs of identity elsewhere: always none, as in Mastodon since 3.5',
    params: IdParams,
    reply: none(),
    handle: async ({ app, params }) => {
      await requireAccount(app, params.id)
      return []
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/email_subscriptions',
    scope: 'public',
    limit: 'mail',
    summary: "Have an account's posts mailed: a 404, as in a Mastodon where that is turned off",
    params: IdParams,
    body: Type.Object({ email: Type.Optional(Type.String({ maxLength: 1000 })) }),
    handle: () => {
      throw notFound('This network does not mail posts to people without an account.')
    },
  }),
  route({
    method: 'POST',
    url: '/api/v1/statuses/:id/translate',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'Translate a post: a 404, as in a Mastodon that has no translator',
    params: IdParams,
    body: Type.Object({ lang: Type.Optional(Type.String({ maxLength: 100 })) }),
    handle: async ({ app, viewer, params }) => {
      await requireStatus(app, viewer, params.id)
      throw notFound('This network has no translator.')
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1_alpha/async_refreshes/:id',
    scope: 'read',
    limit: 'read',
    summary: 'What is still being fetched: a 404, as every answer is complete at once',
    params: Type.Object({ id: Type.String({ maxLength: 500 }) }),
    handle: () => {
      throw notFound('There is nothing that is still being fetched.')
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/instance/terms_of_service/:date',
    scope: 'public',
    limit: 'read',
    summary: 'Terms of service of a date: none are set, which is a 404',
    params: Type.Object({ date: Type.String({ maxLength: 100 }) }),
    handle: () => {
      throw notFound('This network has no terms of service.')
    },
  }),
]
