import Type from 'typebox'
import { Account } from '../accounts/index.ts'
import { Id, IdParams, PageQuery, type Route, route } from '../http/index.ts'
import { block, unblock } from './block.ts'
import { follow } from './follow.ts'
import { showBlocks, showFollowers, showFollowing, showMutes, showRequests } from './lists.ts'
import { mute, unmute } from './mute.ts'
import { authorizeRequest, rejectRequest } from './requests.ts'
import { FollowBody, MuteBody, MutedAccount, Relationship, RelationshipsQuery } from './schema.ts'
import { removeFollower, unfollow } from './unfollow.ts'
import { relationships } from './views.ts'

const Paged = PageQuery(40, 80)
const Accounts = Type.Array(Account)
const AccountParams = Type.Object({ account_id: Id })

const following: Route[] = [
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/follow',
    scope: 'write:follows',
    limit: 'follow',
    summary: 'Follow an account, ask to when it is locked, or change the settings of a follow',
    params: IdParams,
    body: FollowBody,
    reply: Relationship,
    handle: ({ app, viewer, params, body }) => follow(app, viewer, params.id, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/unfollow',
    scope: 'write:follows',
    limit: 'write',
    summary: 'Take a follow, or a request to follow, back',
    params: IdParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => unfollow(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/remove_from_followers',
    scope: 'write:follows',
    limit: 'write',
    summary: 'Make an account no longer follow you',
    params: IdParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => removeFollower(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id/followers',
    scope: 'read:accounts',
    who: 'anyone',
    limit: 'read',
    summary: 'Who follows an account',
    params: IdParams,
    query: Paged,
    reply: Accounts,
    handle: (call) => showFollowers(call, call.params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id/following',
    scope: 'read:accounts',
    who: 'anyone',
    limit: 'read',
    summary: 'Whom an account follows',
    params: IdParams,
    query: Paged,
    reply: Accounts,
    handle: (call) => showFollowing(call, call.params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/relationships',
    scope: 'read:follows',
    limit: 'read',
    summary: 'How you stand to these accounts',
    query: RelationshipsQuery,
    reply: Type.Array(Relationship),
    handle: ({ app, viewer, query }) =>
      relationships(app, viewer.accountId, query.id.map(Number), { withSuspended: query.with_suspended ?? false }),
  }),
]

const requests: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/follow_requests',
    scope: 'read:follows',
    limit: 'read',
    summary: 'Who asks to follow you',
    query: Paged,
    reply: Accounts,
    handle: showRequests,
  }),
  route({
    method: 'POST',
    url: '/api/v1/follow_requests/:account_id/authorize',
    scope: 'write:follows',
    limit: 'write',
    summary: 'Let somebody follow you who asked to',
    params: AccountParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => authorizeRequest(app, viewer, params.account_id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/follow_requests/:account_id/reject',
    scope: 'write:follows',
    limit: 'write',
    summary: 'Do not let somebody follow you who asked to',
    params: AccountParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => rejectRequest(app, viewer, params.account_id),
  }),
]

const hiding: Route[] = [
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/block',
    scope: 'write:blocks',
    limit: 'write',
    summary: 'Block an account; follows between you end',
    params: IdParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => block(app, viewer, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/unblock',
    scope: 'write:blocks',
    limit: 'write',
    summary: 'Take a block back',
    params: IdParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => unblock(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/blocks',
    scope: 'read:blocks',
    limit: 'read',
    summary: 'Whom you block',
    query: Paged,
    reply: Accounts,
    handle: showBlocks,
  }),
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/mute',
    scope: 'write:mutes',
    limit: 'write',
    summary: 'Mute an account, for a time or for good',
    params: IdParams,
    body: MuteBody,
    reply: Relationship,
    handle: ({ app, viewer, params, body }) => mute(app, viewer, params.id, body),
  }),
  route({
    method: 'POST',
    url: '/api/v1/accounts/:id/unmute',
    scope: 'write:mutes',
    limit: 'write',
    summary: 'Take a mute back',
    params: IdParams,
    reply: Relationship,
    handle: ({ app, viewer, params }) => unmute(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/mutes',
    scope: 'read:mutes',
    limit: 'read',
    summary: 'Whom you mute, and until when',
    query: Paged,
    reply: Type.Array(MutedAccount),
    handle: showMutes,
  }),
]

export const routes: Route[] = [...following, ...requests, ...hiding]
