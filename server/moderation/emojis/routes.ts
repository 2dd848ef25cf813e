import { EMOJI_BYTES } from '../../emojis/index.ts'
import { Empty, IdParams, type Route, route } from '../../http/index.ts'
import { list, remove, show } from '../routes/kinds.ts'
import { deleteEmoji, listEmojis, showEmoji, updateEmoji, uploadEmoji } from './manage.ts'
import { AdminEmoji, ChangedEmoji, NewEmoji } from './schema.ts'

export const emojiRoutes: Route[] = [
  list('/api/tweeter/v1/admin/custom_emojis', 'admin:read', 'All custom emojis', AdminEmoji, listEmojis),
  show('/api/tweeter/v1/admin/custom_emojis/:id', 'admin:read', 'A custom emoji', AdminEmoji, showEmoji),
  route({
    method: 'POST',
    url: '/api/tweeter/v1/admin/custom_emojis',
    scope: 'admin:write',
    limit: 'upload',
    summary: 'Add a custom emoji',
    body: NewEmoji,
    files: { image: EMOJI_BYTES },
    reply: AdminEmoji,
    handle: ({ app, viewer, body }) => uploadEmoji(app, viewer, body),
  }),
  route({
    method: ['PATCH', 'PUT'],
    url: '/api/tweeter/v1/admin/custom_emojis/:id',
    scope: 'admin:write',
    limit: 'write',
    summary: 'Change a custom emoji, or take it out of use',
    params: IdParams,
    body: ChangedEmoji,
    reply: AdminEmoji,
    handle: ({ app, viewer, params, body }) => updateEmoji(app, viewer, params.id, body),
  }),
  remove('/api/tweeter/v1/admin/custom_emojis/:id', 'admin:write', 'Delete a custom emoji', Empty, deleteEmoji),
]
