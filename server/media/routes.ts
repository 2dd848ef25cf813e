import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { Empty, Id, IdParams, type Route, route } from '../http/index.ts'
import { VIDEO_LIMITS } from './av/limits.ts'
import { changeMedia, removeMedia, showMedia } from './change.ts'
import { sendDefault } from './default-route.ts'
import { sendPicture } from './files.ts'
import { IMAGE_LIMITS } from './image.ts'
import { ChangeLooseMedia, MediaAttachment, UploadMedia } from './schema.ts'
import { uploadAndWait, uploadMedia } from './upload.ts'

/** Says by the status what a null `url` says too: that the file is still being made ready. */
async function orElse(status: number, reply: FastifyReply, media: Promise<MediaAttachment>): Promise<MediaAttachment> {
  const found = await media
  if (found.url === null) reply.code(status)
  return found
}

const upload = (url: '/api/v1/media' | '/api/v2/media', run: typeof uploadMedia) =>
  route({
    method: 'POST',
    url,
    scope: 'write:media',
    limit: 'upload',
    summary: 'Upload a picture, video or sound, for a post that will be written within a day',
    body: UploadMedia,
    files: { file: VIDEO_LIMITS.bytes, thumbnail: IMAGE_LIMITS.bytes },
    spool: true,
    reply: MediaAttachment,
    handle: ({ app, viewer, body, reply }) => orElse(202, reply, run(app, viewer, body)),
  })

export const routes: Route[] = [
  upload('/api/v1/media', uploadAndWait),
  upload('/api/v2/media', uploadMedia),
  route({
    method: 'GET',
    url: '/api/v1/media/:id',
    scope: 'write:media',
    limit: 'read',
    summary: 'Show an upload of your own; 206 while it is being made ready',
    params: IdParams,
    reply: MediaAttachment,
    handle: ({ app, viewer, params, reply }) => orElse(206, reply, showMedia(app, viewer, Number(params.id))),
  }),
  route({
    method: 'PUT',
    url: '/api/v1/media/:id',
    scope: 'write:media',
    limit: 'write',
    summary: 'Describe an upload that no post has yet',
    params: IdParams,
    body: ChangeLooseMedia,
    files: { thumbnail: IMAGE_LIMITS.bytes },
    reply: MediaAttachment,
    handle: ({ app, viewer, params, body }) => changeMedia(app, viewer, Number(params.id), body),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/media/:id',
    scope: 'write:media',
    limit: 'write',
    summary: 'Delete an upload that no post has',
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
    summary: 'A stored picture, video or sound',
    params: Type.Object({ '*': Type.String() }),
    handle: ({ app, params, request, reply }) => sendPicture(app, params['*'], request, reply),
  }),
]
