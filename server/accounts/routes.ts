import Type from 'typebox'
import { Empty, IdParams, type Route, route } from '../http/index.ts'
import { AVATAR_LIMITS, HEADER_LIMITS } from '../media/index.ts'
import { pageRoutes } from './page-routes.ts'
import { isConfirmed, resendConfirmation } from './resend.ts'
import { Account, CredentialAccount, Preferences, Profile, ProfileEdit, SearchQuery, SignUp, Token } from './schema.ts'
import { lookupAccount, searchAccounts } from './search/index.ts'
import { credentialsJson, preferencesJson, profileJson } from './settings.ts'
import { signUpByApp } from './sign-up-by-app.ts'
import { removePicture, updateProfile } from './update-profile.ts'
import { accountsJson, requireAccount } from './views.ts'

const pictures = { avatar: AVATAR_LIMITS.bytes, header: HEADER_LIMITS.bytes }

const removal = (url: '/api/v1/profile/avatar' | '/api/v1/profile/header', kind: 'avatar' | 'header') =>
  route({
    method: 'DELETE',
    url,
    scope: 'write:accounts',
    limit: 'write',
    summary: `Go back to the generated ${kind}`,
    reply: CredentialAccount,
    handle: async ({ app, viewer }) => {
      await removePicture(app, viewer, kind)
      return await credentialsJson(app, viewer.accountId)
    },
  })

export const routes: Route[] = [
  ...pageRoutes,
  route({
    method: 'POST',
    url: '/api/v1/accounts',
    scope: 'write:accounts',
    who: 'app',
    limit: 'sign-up',
    summary: 'Sign a person up',
    body: SignUp,
    reply: Token,
    handle: ({ app, bearer, body, request }) => signUpByApp(app, bearer!, body, request.ip),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts',
    scope: 'read:accounts',
    who: 'anyone',
    limit: 'read',
    summary: 'Several accounts by their ids',
    query: Type.Object({ id: Type.Array(Type.String(), { maxItems: 40 }) }),
    reply: Type.Array(Account),
    handle: ({ app, query }) => accountsJson(app, query.id.map(Number).filter(Number.isSafeInteger)),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/verify_credentials',
    scope: 'profile',
    limit: 'read',
    summary: 'Your own account, with what only you see',
    reply: CredentialAccount,
    handle: ({ app, viewer }) => credentialsJson(app, viewer.accountId),
  }),
  route({
    method: ['PATCH', 'PUT'],
    url: '/api/v1/accounts/update_credentials',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Change your profile and what your posts begin with',
    body: ProfileEdit,
    files: pictures,
    reply: CredentialAccount,
    handle: async ({ app, viewer, body }) => {
      await updateProfile(app, viewer, body)
      return await credentialsJson(app, viewer.accountId)
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/profile',
    scope: 'profile',
    limit: 'read',
    summary: 'Your profile as you wrote it',
    reply: Profile,
    handle: ({ app, viewer }) => profileJson(app, viewer.accountId),
  }),
  route({
    method: ['PATCH', 'PUT'],
    url: '/api/v1/profile',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Change your profile',
    body: ProfileEdit,
    files: pictures,
    reply: Profile,
    handle: async ({ app, viewer, body }) => {
      await updateProfile(app, viewer, body)
      return await profileJson(app, viewer.accountId)
    },
  }),
  removal('/api/v1/profile/avatar', 'avatar'),
  removal('/api/v1/profile/header', 'header'),
  route({
    method: 'GET',
    url: '/api/v1/preferences',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'What your posts begin with',
    reply: Preferences,
    handle: ({ app, viewer }) => preferencesJson(app, viewer.accountId),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/lookup',
    scope: 'read:accounts',
    who: 'anyone',
    limit: 'read',
    summary: 'An account by its name',
    query: Type.Object({ acct: Type.String({ maxLength: 300 }) }),
    reply: Account,
    about: (_params, { id }) => ({ profile: Number(id) }),
    handle: ({ app, query }) => lookupAccount(app, query.acct),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/search',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Accounts whose name begins with a text',
    query: SearchQuery,
    reply: Type.Array(Account),
    handle: ({ app, viewer, query }) => searchAccounts(app, viewer, query),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id',
    scope: 'read:accounts',
    who: 'anyone',
    limit: 'read',
    summary: 'An account',
    params: IdParams,
    reply: Account,
    about: ({ id }) => ({ profile: Number(id) }),
    handle: async ({ app, params }) => (await requireAccount(app, params.id)).json,
  }),
  route({
    method: 'POST',
    url: '/api/v1/emails/confirmations',
    scope: 'write:accounts',
    who: 'app',
    limit: 'mail',
    summary: 'Mail the confirmation once more, to another address if one is given',
    body: Type.Object({ email: Type.Optional(Type.String()) }),
    reply: Empty,
    handle: async ({ app, bearer, body }) => {
      await resendConfirmation(app, bearer, body.email)
      return {}
    },
  }),
  route({
    method: 'GET',
    url: '/api/v1/emails/check_confirmation',
    scope: 'read:accounts',
    who: 'app',
    limit: 'read',
    summary: 'Have you confirmed your address?',
    reply: Type.Boolean(),
    handle: ({ app, bearer }) => isConfirmed(app, bearer),
  }),
]
