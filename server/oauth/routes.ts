import Type from 'typebox'
import { Token } from '../accounts/index.ts'
import { CsrfField, Empty, type Route, route } from '../http/index.ts'
import { accessRoutes } from './access/routes.ts'
import { askConsent, showCode, takeDecision } from './consent.ts'
import { exchange } from './exchange.ts'
import { serverMetadata, userInfo } from './metadata.ts'
import { ownApp, registerApp } from './register.ts'
import { revokeByClient } from './revoke.ts'
import {
  AppForm,
  Application,
  AuthorizeForm,
  CredentialApplication,
  RevokeForm,
  ServerMetadata,
  TokenForm,
  UserInfo,
} from './schema.ts'
import { endOwnSession } from './sessions.ts'
import { showSignIn, signOut, takeCode, takeSignIn } from './sign-in.ts'

const Text = Type.Optional(Type.String())

/** What machines call. Parameters may come in the query too: Mastodon takes them there, and some apps send them so. */
const forApps: Route[] = [
  route({
    method: 'DELETE',
    url: '/api/tweeter/v1/session',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Sign this browser out (for the web client)',
    reply: Empty,
    handle: endOwnSession,
  }),
  route({
    method: 'POST',
    url: '/api/v1/apps',
    scope: 'public',
    limit: 'sign-in',
    summary: 'Register an app',
    query: AppForm,
    body: AppForm,
    reply: CredentialApplication,
    handle: ({ app, query, body }) => registerApp(app, { ...query, ...body }),
  }),
  route({
    method: 'GET',
    url: '/api/v1/apps/verify_credentials',
    scope: 'public',
    limit: 'read',
    summary: 'The app that the token belongs to; any token will do',
    reply: Application,
    handle: ({ app, bearer }) => ownApp(app, bearer),
  }),
  route({
    method: 'POST',
    url: '/oauth/token',
    scope: 'public',
    limit: 'write',
    summary: 'Obtain a token',
    query: TokenForm,
    body: TokenForm,
    reply: Token,
    handle: (call) => exchange(call, { ...call.query, ...call.body }),
  }),
  route({
    method: 'POST',
    url: '/oauth/revoke',
    scope: 'public',
    limit: 'write',
    summary: 'Revoke a token',
    query: RevokeForm,
    body: RevokeForm,
    reply: Empty,
    handle: ({ app, query, body, request }) =>
      revokeByClient(app, { ...query, ...body }, request.headers.authorization),
  }),
  route({
    method: ['GET', 'POST'],
    url: '/oauth/userinfo',
    scope: 'profile',
    limit: 'read',
    summary: 'Who the token belongs to, in the claims of OpenID Connect',
    reply: UserInfo,
    handle: ({ app, viewer }) => userInfo(app, viewer),
  }),
  route({
    method: 'GET',
    url: '/.well-known/oauth-authorization-server',
    scope: 'public',
    limit: 'read',
    summary: 'How to sign in here (RFC 8414)',
    reply: ServerMetadata,
    handle: ({ app }) => serverMetadata(app),
  }),
]

/** What people see in their browser. They work without scripts. */
const forPeople: Route[] = [
  route({
    method: 'GET',
    url: '/oauth/authorize',
    scope: 'public',
    limit: 'page',
    page: true,
    summary: 'An app asks for access',
    query: AuthorizeForm,
    handle: askConsent,
  }),
  route({
    method: 'POST',
    url: '/oauth/authorize',
    scope: 'public',
    limit: 'page',
    page: true,
    summary: 'The person decides',
    body: Type.Object({
      ...AuthorizeForm.properties,
      csrf: CsrfField,
      decision: Type.Union([Type.Literal('authorize'), Type.Literal('deny')]),
    }),
    handle: takeDecision,
  }),
  route({
    method: 'GET',
    url: '/oauth/authorize/native',
    scope: 'public',
    limit: 'sign-in',
    page: true,
    summary: 'The code, for an app that has no address',
    query: Type.Object({ code: Text }),
    handle: showCode,
  }),
  route({
    method: 'GET',
    url: '/auth/sign_in',
    scope: 'public',
    limit: 'page',
    page: true,
    summary: 'Sign in',
    query: Type.Object({ next: Text, login: Text, done: Text }),
    handle: showSignIn,
  }),
  route({
    method: 'POST',
    url: '/auth/sign_in',
    scope: 'public',
    // Guessing is judged by accounts' throttle, which knows devices; a bare count by address would lock neighbours out.
    limit: 'page',
    page: true,
    summary: 'Sign in',
    body: Type.Object({ login: Text, password: Text, next: Text, csrf: CsrfField }),
    handle: takeSignIn,
  }),
  route({
    method: 'POST',
    url: '/auth/sign_in/code',
    scope: 'public',
    // As above: guesses are judged by accounts' throttle.
    limit: 'page',
    page: true,
    summary: 'The second step of signing in',
    body: Type.Object({ ticket: Text, code: Text, next: Text, csrf: CsrfField }),
    handle: takeCode,
  }),
  route({
    method: 'POST',
    url: '/auth/sign_out',
    scope: 'public',
    limit: 'page',
    page: true,
    summary: 'Sign this browser out',
    body: Type.Object({ csrf: CsrfField }),
    handle: signOut,
  }),
]

export const routes: Route[] = [...forApps, ...forPeople, ...accessRoutes]
