import Type from 'typebox'
import { type Route, route } from '../http/index.ts'
import { CustomEmoji } from './schema.ts'
import { emojisFor } from './set.ts'

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/custom_emojis',
    scope: 'public',
    limit: 'read',
    summary: "This network's own emojis, for pickers",
    reply: Type.Array(CustomEmoji),
    handle: async ({ app }) => [...(await emojisFor(app)).listed],
  }),
]
