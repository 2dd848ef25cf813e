/** The ceiling of bench/home.ts: Fastify with one route that returns fixed bytes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastify from 'fastify'

const http = fastify()
let bytes: Buffer | undefined
http.get('/api/v1/timelines/home', (_request, reply) => {
  bytes ??= readFileSync(join(process.argv[2]!, 'home.json'))
  reply.type('application/json; charset=utf-8')
  return reply.send(bytes)
})
const address = await http.listen({ host: '127.0.0.1', port: 0 })
console.log(`Open ${address}`)
process.on('SIGTERM', () => process.exit(0))
