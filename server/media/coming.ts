import type { FastifyReply } from 'fastify'
import { unavailable } from '../kit/index.ts'
import { typeOfKey } from '../storage/index.ts'

/** One pixel that shows what is behind it: whoever knows the picture's colours (its blurhash) goes on showing them. */
const NOTHING_YET = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
)
const AGAIN_SECONDS = 5

/**
 * Answers for a file that is at the other site and not here yet: 503, with a picture in place of a picture.
 *
 * @throws Problem 503 for a video or a sound.
 */
export function sendComing(name: string, reply: FastifyReply): FastifyReply {
  if (!typeOfKey(name)?.startsWith('image/')) {
    throw unavailable('The file is at the other site of this network and will come from there.', AGAIN_SECONDS)
  }
  reply.code(503).header('retry-after', AGAIN_SECONDS).header('cache-control', 'no-store')
  reply.header('x-content-type-options', 'nosniff').header('cross-origin-resource-policy', 'cross-origin')
  return reply.type('image/png').send(NOTHING_YET)
}
