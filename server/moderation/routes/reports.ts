import Type from 'typebox'
import { IdParams, type Route, route } from '../../http/index.ts'
import { AdminReport, ChangedReport, ReportsQuery } from '../admin-schema.ts'
import { report } from '../reports/create.ts'
import { handleReport, listReports, type ReportVerb, showReport, updateReportAs } from '../reports/handle.ts'
import { NewReport, Report } from '../schema.ts'

const verb = (url: `/api/v1/admin/reports/:id/${string}`, name: ReportVerb, summary: string) =>
  route({
    method: 'POST',
    url,
    scope: 'admin:write:reports',
    limit: 'write',
    summary,
    params: IdParams,
    reply: AdminReport,
    handle: ({ app, viewer, params }) => handleReport(app, viewer, params.id, name),
  })

export const reportRoutes: Route[] = [
  route({
    method: 'POST',
    url: '/api/v1/reports',
    scope: 'write:reports',
    limit: 'report',
    summary: 'Tell those who run the network of an account',
    body: NewReport,
    reply: Report,
    handle: ({ app, viewer, body }) => report(app, viewer, body),
  }),
  route({
    method: 'GET',
    url: '/api/v1/admin/reports',
    scope: 'admin:read:reports',
    limit: 'read',
    summary: 'Reports, the open ones unless asked otherwise',
    query: ReportsQuery,
    reply: Type.Array(AdminReport),
    handle: (call) => listReports(call),
  }),
  route({
    method: 'GET',
    url: '/api/v1/admin/reports/:id',
    scope: 'admin:read:reports',
    limit: 'read',
    summary: 'A report',
    params: IdParams,
    reply: AdminReport,
    handle: ({ app, viewer, params }) => showReport(app, viewer, params.id),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/v1/admin/reports/:id',
    scope: 'admin:write:reports',
    limit: 'write',
    summary: 'Sort a report anew: its category and rules',
    params: IdParams,
    body: ChangedReport,
    reply: AdminReport,
    handle: ({ app, viewer, params, body }) => updateReportAs(app, viewer, params.id, body),
  }),
  verb('/api/v1/admin/reports/:id/assign_to_self', 'assign_to_self', 'Take a report'),
  verb('/api/v1/admin/reports/:id/unassign', 'unassign', 'Give a report back'),
  verb('/api/v1/admin/reports/:id/resolve', 'resolve', 'Resolve a report'),
  verb('/api/v1/admin/reports/:id/reopen', 'reopen', 'Open a report again'),
]
