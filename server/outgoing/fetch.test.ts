import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { after, describe, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { App } from '../app.ts'
import { readConfig } from '../config/index.ts'
import { among, isGlobal } from './addresses.ts'
import { resolver } from './guard.ts'
import { fetchOutside, OutsideError, type OutsideRequest } from './index.ts'
import { type Outside, openOutside, openUntrusted } from './testing.ts'

/** All that fetchOutside takes from an App. */
const appWith = (allow: string): App =>
  ({ config: readConfig(allow ? { TWEETER_OUTGOING_ALLOW: allow } : {}), now: () => new Date() }) as App

const MORE: OutsideRequest = { maxBytes: 10_000, timeoutMs: 3000 }
const open = appWith('loopback')

async function fails(kind: OutsideError['kind'], work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail('there was an answer'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof OutsideError, String(error))
  assert.equal(error.kind, kind, error.message)
  return error.message
}

async function serve(t: { after(run: () => Promise<void>): void }, ...args: Parameters<typeof openOutside>) {
  const server: Outside = await openOutside(...args)
  t.after(server.close)
  return server
}

describe('what may be asked', () => {
  test('only addresses of the public Internet are global', () => {
    for (const address of ['8.8.8.8', '93.184.216.34', '2606:2800:220:1::1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8']) {
      assert.ok(isGlobal(address), address)
    }
    const inside = `0.0.0.0 0.1.2.3 127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
      100.64.0.1 192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 192.88.99.1
      :: ::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1
      ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:808:808::1 2001::1
      2001:0:7f00:1::1 2001:db8::1 100::1 2001:10::1 3fff::1 5f00::1 4000::1 nonsense`
    for (const address of inside.split(/\s+/)) assert.ok(!isGlobal(address), address)
  })

  test('the setting takes addresses, networks with prefix or mask, and names', () => {
    const may = among(['10.1.0.0/16', '192.168.7.7', '172.16.0.0/255.240.0.0', 'fd00::/8', 'loopback'])
    for (const address of ['10.1.2.3', '192.168.7.7', '172.31.0.1', 'fd12::1', '127.9.9.9', '::1', '::ffff:10.1.2.3']) {
      assert.ok(may(address), address)
    }
    for (const address of ['10.2.0.1', '192.168.7.8', '172.32.0.1', 'fe80::1', '8.8.8.8', 'x']) {
      assert.ok(!may(address), address)
    }
    assert.throws(() => among(['10.0.0.0/255.0.255.0']), /TWEETER_OUTGOING_ALLOW/)
  })

  test('no spelling of an inner address is asked', async (t) => {
    const server = await serve(t, (_request, reply) => reply.end('inside'))
    const strict = appWith('')
    const hosts = `127.0.0.1 2130706433 0x7f000001 0177.0.0.1 127.1 0.0.0.0 0 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1]
      localhost LOCALHOST 169.254.169.254 10.0.0.1 [fd00::1] 127.0.0.1。`
    for (const host of hosts.split(/\s+/)) {
      await fails('refused', fetchOutside(strict, `http://${host}:${server.port}/`, MORE))
    }
    // A resolver may know these names or not; either way nobody is asked.
    for (const host of ['localhost.', 'a.localhost']) {
      await assert.rejects(fetchOutside(strict, `http://${host}:${server.port}/`, MORE), OutsideError)
    }
    assert.deepEqual(server.asked, [])
  })

  test('only plain http and https, without credentials, on the usual ports', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://example.org/', 'gopher://example.org/', 'nonsense', '//x', '']) {
      await fails('refused', fetchOutside(open, url, MORE))
    }
    await fails('refused', fetchOutside(open, 'http://user:secret@127.0.0.1/', MORE))
    const strict = appWith('')
    assert.match(await fails('refused', fetchOutside(strict, 'https://8.8.8.8:25/', MORE)), /usual ports/)
  })

  test('one inner address among several refuses them all', async (t) => {
    const server = await serve(t, (_request, reply) => reply.end())
    const app = appWith('127.0.0.1')
    resolver(app).resolve = async () => ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }))
    await fails('refused', fetchOutside(app, `http://two.example:${server.port}/`, MORE))
    assert.deepEqual(server.asked, [])
  })

  test('a name that changes its meaning is connected to what was judged', async (t) => {
    const allowed = await serve(t, (_request, reply) => reply.end('allowed'))
    const app = appWith('127.0.0.1')
    let lookups = 0
    resolver(app).resolve = async () => [{ address: lookups++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
    const answer = await fetchOutside(app, `http://rebind.example:${allowed.port}/`, MORE)
    assert.equal(String(answer.bytes), 'allowed')
    assert.equal(lookups, 1)
    await fails('refused', fetchOutside(app, `http://rebind.example:${allowed.port}/`, MORE))
    assert.equal(allowed.asked.length, 1)
  })
})

describe('redirects', () => {
  test('are followed, at most so many, and each is judged anew', async (t) => {
    const inner = await serve(t, (_request, reply) => reply.end('inner'), '127.0.0.2')
    const server = await serve(t, (request, reply) => {
      const to = new URL(request.url!, 'http://x').searchParams.get('to')
      if (to === null) reply.end('here')
      else reply.writeHead(302, { location: to }).end()
    })
    const app = appWith('127.0.0.1')
    const by = (to: string, more = {}) =>
      fetchOutside(app, `${server.url}/?to=${encodeURIComponent(to)}`, { ...MORE, ...more })
    const answer = await by('/end')
    assert.deepEqual([answer.status, String(answer.bytes), answer.url], [200, 'here', `${server.url}/end`])
    for (const to of [`${inner.url}/`, `http://[::1]:${inner.port}/`, 'file:///etc/passwd', 'http://a:b@127.0.0.1/']) {
      await fails('refused', by(to))
    }
    assert.deepEqual(inner.asked, [])
    const twice = `/?to=${encodeURIComponent('/end')}`
    assert.equal((await by(twice, { redirects: 2 })).status, 200)
    await fails('refused', by(twice, { redirects: 1 }))
    assert.equal((await by('/end', { redirects: 0 })).status, 302)
    assert.equal((await by('/end', { method: 'POST', body: 'x', redirects: 3 })).status, 302)
  })

  test('leave the headers of the caller at the first server, and cookies nowhere', async (t) => {
    const seen: (string | undefined)[][] = []
    const note = ({ headers }: IncomingMessage) => seen.push([headers.authorization, headers.cookie])
    const other = await serve(t, (request, reply) => {
      note(request)
      reply.end()
    })
    const server = await serve(t, (request, reply) => {
      note(request)
      reply.writeHead(301, { location: other.url, 'set-cookie': 'a=b' }).end()
    })
    await fetchOutside(open, server.url, { ...MORE, headers: { authorization: 'secret' } })
    assert.deepEqual(seen, [
      ['secret', undefined],
      [undefined, undefined],
    ])
  })
})

describe('bounds', () => {
  test('a body is kept up to its bound, packed or not', async (t) => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const server = await serve(t, (request, reply) => {
      if (request.url === '/nothing') {
        // The head of a gzip file whose name never ends.
        reply.setHeader('content-encoding', 'gzip').write(Buffer.from([31, 139, 8, 8, 0, 0, 0, 0, 0, 3]))
        const more = setInterval(() => reply.write('x'.repeat(5000)), 5)
        reply.on('close', () => clearInterval(more))
      } else if (request.url === '/endless') {
        const more = () => {
          while (reply.write('x'.repeat(60_000)));
        }
        reply.on('drain', more)
        more()
      } else if (request.url === '/gzip') reply.setHeader('content-encoding', 'gzip').end(gzipSync('packed'))
      else if (request.url === '/br') reply.setHeader('content-encoding', 'br').end(brotliCompressSync('packed'))
      else if (request.url === '/bomb') reply.setHeader('content-encoding', 'gzip').end(bomb)
      else if (request.url === '/broken') reply.setHeader('content-encoding', 'gzip').end('no gzip')
      else if (request.url === '/short')
        reply.setHeader('content-encoding', 'gzip').end(gzipSync('packed').subarray(0, -8))
      else if (request.url === '/odd') reply.setHeader('content-encoding', 'compress').end('x')
      else reply.end('x'.repeat(10_000))
    })
    const get = (path: string) => fetchOutside(open, server.url + path, MORE)
    const exact = await get('/')
    assert.deepEqual([exact.bytes.length, exact.cut], [10_000, false])
    for (const path of ['/gzip', '/br', '/short']) assert.equal(String((await get(path)).bytes), 'packed')
    for (const path of ['/endless', '/bomb']) {
      const { bytes, cut } = await get(path)
      assert.deepEqual([bytes.length, cut], [10_000, true], path)
    }
    const nothing = await get('/nothing')
    assert.deepEqual([nothing.bytes.length, nothing.cut], [0, true])
    for (const path of ['/broken', '/odd']) await fails('unreachable', get(path))
  })

  test('the time is for everything together', async (t) => {
    const server = await serve(t, (request, reply) => {
      if (request.url === '/silent') return
      reply.writeHead(200)
      const drip = setInterval(() => reply.write('x'), 50)
      reply.on('close', () => clearInterval(drip))
    })
    for (const path of ['/silent', '/slow']) {
      const began = Date.now()
      const said = await fails('unreachable', fetchOutside(open, server.url + path, { ...MORE, timeoutMs: 300 }))
      assert.match(said, /in time/)
      assert.ok(Date.now() - began < 2000)
    }
    const app = appWith('loopback')
    resolver(app).resolve = () => new Promise(() => {})
    await fails('unreachable', fetchOutside(app, 'http://slow.example/', { ...MORE, timeoutMs: 100 }))
  })

  test('huge heads, no HTTP, upgrades and nobody at all are no answers', async (t) => {
    const server = await serve(t, (_request, reply) => reply.setHeader('x-long', 'x'.repeat(40_000)).end())
    await fails('unreachable', fetchOutside(open, server.url, MORE))
    const raw = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', (data) => {
        const isUpgrade = String(data).startsWith('GET /upgrade')
        socket.end(isUpgrade ? 'HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n' : 'SSH-2.0\r\n')
      })
    })
    await new Promise<void>((ready) => raw.listen(0, '127.0.0.1', ready))
    const { port } = raw.address() as { port: number }
    for (const path of ['', 'upgrade'])
      await fails('unreachable', fetchOutside(open, `http://127.0.0.1:${port}/${path}`, MORE))
    await new Promise((closed) => raw.close(closed))
    await fails('unreachable', fetchOutside(open, `http://127.0.0.1:${port}/`, MORE))
    await fails('unreachable', fetchOutside(open, 'http://no-such-name.invalid/', MORE))
  })

  test('one server is asked so often in a minute, whatever it is called', async (t) => {
    const server = await serve(t, (_request, reply) => reply.end())
    const app = appWith('loopback')
    const bounded = { ...MORE, mostPerMinute: 2 }
    resolver(app).resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    await fetchOutside(app, `http://a.example:${server.port}/`, bounded)
    await fetchOutside(app, `http://b.example:${server.port}/`, bounded)
    await fails('busy', fetchOutside(app, `http://c.example:${server.port}/`, bounded))
    assert.equal(server.asked.length, 2)
  })
})

describe('what is sent', () => {
  test('says who asks, carries the body, and leaves other types unread', async (t) => {
    const server = await serve(t, (request, reply) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const type = request.headers['x-type'] as string
        reply.setHeader('content-type', type).end(JSON.stringify([request.headers, String(Buffer.concat(chunks))]))
      })
    })
    const post = (type: string) =>
      fetchOutside(open, server.url, {
        ...MORE,
        method: 'POST',
        body: Buffer.from('né'),
        headers: { 'x-type': type },
        accept: ['image/*', 'text/html'],
      })
    const answer = await post('text/HTML; charset=utf-8')
    const [headers, body] = JSON.parse(String(answer.bytes)) as [Record<string, string>, string]
    assert.match(headers['user-agent']!, /^Tweeter\/[\d.]+\S* \(\+http:\/\/localhost:3000\)$/)
    assert.equal(headers.accept, 'image/*, text/html')
    assert.equal(headers.host, `127.0.0.1:${server.port}`)
    assert.equal(body, 'né')
    assert.ok((await post('image/png')).bytes.length > 0)
    const other = await post('video/mp4')
    assert.deepEqual([other.status, other.bytes.length, other.cut], [200, 0, true])
  })

  test('TLS is verified: who signed, and for which name', async () => {
    const server = await openUntrusted((_request, reply) => reply.end('believe me'))
    after(server.close)
    const named = `https://localhost:${server.port}/`
    assert.match(await fails('unreachable', fetchOutside(open, named, MORE)), /self-signed certificate/)
    assert.deepEqual(server.asked, [])
    setDefaultCACertificates([...getCACertificates('default'), server.cert])
    assert.equal(String((await fetchOutside(open, named, MORE)).bytes), 'believe me')
    assert.match(await fails('unreachable', fetchOutside(open, server.url, MORE)), /does not match/)
  })
})
