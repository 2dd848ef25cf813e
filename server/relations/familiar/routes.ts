import Type from 'typebox'
import { Id, type Route, route } from '../../http/index.ts'
import { FamiliarFollowers } from '../schema.ts'
import { familiarFollowers } from './show.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/accounts/familiar_followers',
    scope: 'read:follows',
    limit: 'read',
    summary: 'Who of those whom you follow follows these accounts',
    query: Type.Object({
      id: Type.Array(Id, { description: 'Accounts to ask about; the first 40 are answered', default: [] }),
    }),
    reply: Type.Array(FamiliarFollowers),
    handle: ({ app, viewer, query }) => familiarFollowers(app, viewer, query.id.map(Number)),
  }),
]
