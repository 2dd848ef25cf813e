import Type from 'typebox'
import { IdParams, type Route, route } from '../../http/index.ts'
import { dismiss, lift, limit } from './decide.ts'
import { changeRules, showRules } from './rules.ts'
import { AutomationProposal, AutomationRules, ChangedAutomationRules, NewLimit, ProposalsQuery } from './schema.ts'
import { listProposals } from './views.ts'

export const automationRoutes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/automation',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Accounts and addresses whose requests look automated',
    query: ProposalsQuery,
    reply: Type.Array(AutomationProposal),
    handle: (call) => listProposals(call),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/automation/:id/dismiss',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Let it be: the same is not proposed again for 30 days',
    params: IdParams,
    reply: AutomationProposal,
    handle: ({ app, viewer, params }) => dismiss(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/automation/:id/limit',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Leave an account or an address a tenth of every rate limit for a time',
    params: IdParams,
    body: NewLimit,
    reply: AutomationProposal,
    handle: ({ app, viewer, params, body }) => limit(app, viewer, params.id, body.hours),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/automation/:id/lift',
    scope: 'admin:write',
    limit: 'write',
    summary: 'End such a limit',
    params: IdParams,
    reply: AutomationProposal,
    handle: ({ app, viewer, params }) => lift(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/automation/rules',
    scope: 'admin:read',
    limit: 'read',
    summary: 'What is done when a pattern of automation is seen',
    reply: AutomationRules,
    handle: ({ app, viewer }) => showRules(app, viewer),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/tweeter/v1/admin/automation/rules',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Change what is done when a pattern of automation is seen',
    body: ChangedAutomationRules,
    reply: AutomationRules,
    handle: ({ app, viewer, body }) => changeRules(app, viewer, body),
  }),
]
