import Type from 'typebox'
import { CsrfField, type Route, route } from '../../http/index.ts'
import { sendChange, sendConfirm, sendSetUp, visitSecondFactor } from './visits.ts'

const Text = Type.Optional(Type.String())
const page = { scope: 'public', page: true } as const

export const secondFactorRoutes: Route[] = [
  route({
    ...page,
    method: 'GET',
    url: '/settings/second_factor',
    limit: 'page',
    summary: 'The second factor: whether it is on',
    handle: visitSecondFactor,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/second_factor/set_up',
    limit: 'sign-in',
    summary: 'A new secret for an authenticator app',
    body: Type.Object({ csrf: CsrfField, password: Text }),
    handle: sendSetUp,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/second_factor/confirm',
    limit: 'sign-in',
    summary: 'Turn the second factor on',
    body: Type.Object({ csrf: CsrfField, sealed: Text, code: Text }),
    handle: sendConfirm,
  }),
  route({
    ...page,
    method: 'POST',
    url: '/settings/second_factor/change',
    limit: 'sign-in',
    summary: 'Turn the second factor off, or make new recovery codes',
    body: Type.Object({
      csrf: CsrfField,
      password: Text,
      code: Text,
      wish: Type.Union([Type.Literal('renew'), Type.Literal('off')]),
    }),
    handle: sendChange,
  }),
]
