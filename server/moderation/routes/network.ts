import Type from 'typebox'
import { Empty, IdParams, type Route, route } from '../../http/index.ts'
import { readAudit } from '../audit/read.ts'
import { dimensions } from '../figures/dimensions.ts'
import { measures } from '../figures/measures.ts'
import { retention } from '../figures/retention.ts'
import { Cohort, Dimension, DimensionsWanted, Measure, MeasuresWanted, RetentionWanted } from '../figures/schema.ts'
import * as rules from '../rules/rules.ts'
import {
  AdminRule,
  AuditEntry,
  AuditQuery,
  ChangedPreset,
  ChangedRule,
  NewPreset,
  NewRule,
  WarningPreset,
} from '../schema.ts'
import { list, remove, show } from './kinds.ts'

const ruleRoutes: Route[] = [
  list('/api/tweeter/v1/admin/rules', 'admin:read', 'The rules of the network', AdminRule, rules.listRules),
  show('/api/tweeter/v1/admin/rules/:id', 'admin:read', 'A rule of the network', AdminRule, rules.showRule),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/rules',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Add a rule',
    body: NewRule,
    reply: AdminRule,
    handle: ({ app, viewer, body }) => rules.addRule(app, viewer, body),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/tweeter/v1/admin/rules/:id',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Change a rule',
    params: IdParams,
    body: ChangedRule,
    reply: AdminRule,
    handle: ({ app, viewer, params, body }) => rules.changeRule(app, viewer, params.id, body),
  }),
  remove('/api/tweeter/v1/admin/rules/:id', 'admin:write', 'Take a rule back', Empty, rules.removeRule),
]

const presetRoutes: Route[] = [
  list('/api/tweeter/v1/admin/warning_presets', 'admin:read', 'Texts for warnings', WarningPreset, rules.listPresets),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/warning_presets',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Add a text for warnings',
    body: NewPreset,
    reply: WarningPreset,
    handle: ({ app, viewer, body }) => rules.addPreset(app, viewer, body),
  }),
  route({
    method: ['PUT', 'PATCH'],
    url: '/api/tweeter/v1/admin/warning_presets/:id',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Change a text for warnings',
    params: IdParams,
    body: ChangedPreset,
    reply: WarningPreset,
    handle: ({ app, viewer, params, body }) => rules.changePreset(app, viewer, params.id, body),
  }),
  remove(
    '/api/tweeter/v1/admin/warning_presets/:id',
    'admin:write',
    'Take a text for warnings back',
    Empty,
    rules.removePreset,
  ),
]

const figureRoutes: Route[] = [
  route({
    method: 'POST',
    url: '/api/v1/admin/measures',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Numbers day by day',
    body: MeasuresWanted,
    reply: Type.Array(Measure),
    handle: ({ app, viewer, body }) => measures(app, viewer, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/dimensions',
    scope: 'admin:read',
    limit: 'read',
    summary: 'Numbers by kind',
    body: DimensionsWanted,
    reply: Type.Array(Dimension),
    handle: ({ app, viewer, body }) => dimensions(app, viewer, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/retention',
    scope: 'admin:read',
    limit: 'read',
    summary: 'How many stay of those who come',
    body: RetentionWanted,
    reply: Type.Array(Cohort),
    handle: ({ app, viewer, body }) => retention(app, viewer, body),
  }),
]

export const networkRoutes: Route[] = [
  ...ruleRoutes,
  ...presetRoutes,
  ...figureRoutes,
  route({
    method: 'GET',
    url: '/api/tweeter/v1/admin/audit_log',
    scope: 'admin:read',
    limit: 'read',
    summary: 'What staff did, newest first',
    query: AuditQuery,
    reply: Type.Array(AuditEntry),
    handle: (call) => readAudit(call),
  }),
]
