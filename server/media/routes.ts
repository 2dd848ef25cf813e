import Type from 'typebox'
import { Empty, Id, IdParams, type Route, route } from '../http/index.ts'
import { changeMedia, removeMedia, showMedia } from './change.ts'
import { sendDefault } from './default-route.ts'
import { sendPicture } from './files.ts'
import { IMAGE_LIMITS } from './image.ts'
import { ChangeMedia, MediaAttachment, UploadMedia } from './schema.ts'
import { uploadMedia } from './upload.ts'

const upload = (url: '/api/v1/media' | '/api/v2/media') =>
  route({
    method: 'POST',
    url,
    scope: 'write:media',
    limit: 'upload',
    summary: 'Upload a picture, for a post that will be written within a day',
    body: UploadMedia,
    files: { file: IMAGE_LIMITS.bytes },
    reply: MediaAttachment,
    handle: ({ app, viewer, body }) => uploadMedia(app, viewer, body),
  })

export const routes: Route[] = [
  upload('/api/v1/media'),
  upload('/api/v2/media'),
  route({
    method: 'GET',
    url: '/api/v1/media/:id',
    scope: 'write:media',
    limit: 'read',
    summary: 'Show an uploaded picture of your own',
    params: IdParams,
    reply: MediaAttachment,
    handle: ({ app, viewer, params }) => showMedia(app, viewer, Number(params.id)),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/media/:id',
    scope: 'write:media',
    limit: 'write',
    summary: 'Describe a picture that no post has yet',
    params: IdParams,
    body: ChangeMedia,
    reply: MediaAttachment,
    handle: ({ app, viewer, params, body }) => changeMedia(app, viewer, Number(params.id), body),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/media/:id',
    scope: 'write:media',
    limit: 'write',
    summary: 'Delete a picture that no post has',
    params: IdParams,
    reply: Empty,
    handle: async ({ app, viewer, params }) => {
      await removeMedia(app, viewer, Number(params.id))
      return {}
    },
  }),
  route({
    method: 'GET',
    url: '/media/avatars/default/:id.png',
    scope: 'public',
    limit: 'asset',
    summary: 'The avatar of an account that has not uploaded one',
    params: Type.Object({ id: Id }),
    handle: ({ params, request, reply }) => sendDefault('avatars', Number(params.id), request, reply),
  }),
  route({
    method: 'GET',
    url: '/media/headers/default/:id.png',
    scope: 'public',
    limit: 'asset',
    summary: 'The header of an account that has not uploaded one',
    params: Type.Object({ id: Id }),
    handle: ({ params, request, reply }) => sendDefault('headers', Number(params.id), request, reply),
  }),
  route({
    method: 'GET',
    url: '/media/*',
    scope: 'public',
    limit: 'asset',
    summary: 'A stored picture',
    params: Type.Object({ '*': Type.String() }),
    handle: ({ app, params, request, reply }) => sendPicture(app, params['*'], request, reply),
  }),
]
