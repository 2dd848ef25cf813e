import Type from 'typebox'
import type { App } from '../../app.ts'
import { Empty, IdParams, type Route, route, type Viewer } from '../../http/index.ts'
import { Status } from '../../posts/index.ts'
import { AccountAction, AccountsQuery, AccountsQueryV2, AdminAccount, PostAction, RoleChange } from '../admin-schema.ts'
import { actOnAccount, undoAction } from '../people/action.ts'
import { approve, destroyAccount, giveRole, reject } from '../people/admit.ts'
import { listAccounts, listAccountsV2, showAccount } from '../people/list.ts'
import { deleteAsModerator, markAsModerator } from '../people/posts.ts'

const verb = (
  url: `/api/v1/admin/accounts/:id/${string}`,
  summary: string,
  work: (app: App, viewer: Viewer, id: string) => Promise<AdminAccount>,
) =>
  route({
    method: 'POST',
    url,
    scope: 'admin:write:accounts',
    limit: 'write',
    summary,
    params: IdParams,
    reply: AdminAccount,
    handle: ({ app, viewer, params }) => work(app, viewer, params.id),
  })

const undo =
  (name: Parameters<typeof undoAction>[3]) =>
  (app: App, viewer: Viewer, id: string): Promise<AdminAccount> =>
    undoAction(app, viewer, id, name)

export const peopleRoutes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/admin/accounts',
    scope: 'admin:read:accounts',
    limit: 'read',
    summary: 'Accounts with what staff see of them; those not suspended unless asked otherwise',
    query: AccountsQuery,
    reply: Type.Array(AdminAccount),
    handle: (call) => listAccounts(call),
  }),
  route({
    method: 'GET',
    url: '/api/v2/admin/accounts',
    scope: 'admin:read:accounts',
    limit: 'read',
    summary: 'The same with the filters of version 2',
    query: AccountsQueryV2,
    reply: Type.Array(AdminAccount),
    handle: (call) => listAccountsV2(call),
  }),
  route({
    method: 'GET',
    url: '/api/v1/admin/accounts/:id',
    scope: 'admin:read:accounts',
    limit: 'read',
    summary: 'An account with what staff see of it',
    params: IdParams,
    reply: AdminAccount,
    handle: ({ app, viewer, params }) => showAccount(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/admin/accounts/:id/action',
    scope: 'admin:write:accounts',
    limit: 'write',
    summary: 'Warn somebody, cover their pictures, keep them from signing in, limit or suspend them',
    params: IdParams,
    body: AccountAction,
    reply: Empty,
    handle: ({ app, viewer, params, body }) => actOnAccount(app, viewer, params.id, body),
  }),
  verb('/api/v1/admin/accounts/:id/approve', 'Let somebody in who waits', approve),
  verb('/api/v1/admin/accounts/:id/reject', 'Turn a request to join down', reject),
  verb('/api/v1/admin/accounts/:id/enable', 'Let somebody sign in again', undo('enable')),
  verb('/api/v1/admin/accounts/:id/unsensitive', 'Cover their pictures no more', undo('unsensitive')),
  verb('/api/v1/admin/accounts/:id/unsilence', 'Limit an account no more', undo('unsilence')),
  verb('/api/v1/admin/accounts/:id/unsuspend', 'Take a suspension back, within 30 days', undo('unsuspend')),
  route({
    method: 'DELETE',
    url: '/api/v1/admin/accounts/:id',
    scope: 'admin:write:accounts',
    limit: 'delete',
    summary: 'Delete a suspended account for good',
    params: IdParams,
    reply: AdminAccount,
    handle: ({ app, viewer, params }) => destroyAccount(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/accounts/:id/role',
    scope: 'admin:write:accounts',
    limit: 'write',
    summary: 'Give somebody a role',
    params: IdParams,
    body: RoleChange,
    reply: AdminAccount,
    handle: ({ app, viewer, params, body }) => giveRole(app, viewer, params.id, body.role),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/statuses/:id/delete',
    scope: 'admin:write:reports',
    limit: 'write',
    summary: "Delete somebody's post",
    params: IdParams,
    body: PostAction,
    reply: Status,
    handle: ({ app, viewer, params, body }) => deleteAsModerator(app, viewer, params.id, body),
  }),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/statuses/:id/sensitive',
    scope: 'admin:write:reports',
    limit: 'write',
    summary: "Cover the pictures of somebody's post",
    params: IdParams,
    body: PostAction,
    reply: Status,
    handle: ({ app, viewer, params, body }) => markAsModerator(app, viewer, params.id, body),
  }),
]
