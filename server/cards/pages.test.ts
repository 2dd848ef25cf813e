import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { World } from '../../testing/world.ts'
import { transact } from '../storage/index.ts'
import { type PreviewCard, peekCard } from './index.ts'
import { cardAt, cardOf, openSite, type Site, want } from './testing.ts'

let world: World
let site: Site
let made = 0

before(async () => {
  site = await openSite()
  world = site.world
})
after(() => site.close())
const page: Site['page'] = (html, headers) => site.page(html, headers)

describe('what a page says', () => {
  test('a bare title is enough, and is text', async () => {
    const url = page('<html lang="en-GB"><title>\n Tom &amp; <b>Jerry</b> <script>alert(1)</script>\u0007 </title>')
    const card = await cardOf(world, url)
    assert.deepEqual(card, {
      url,
      title: 'Tom & <b>Jerry</b> <script>alert(1)</script>',
      description: '',
      language: 'en',
      type: 'link',
      authors: [],
      author_name: '',
      author_url: '',
      provider_name: '',
      provider_url: '',
      html: '',
      width: 0,
      height: 0,
      image: null,
      image_description: '',
      embed_url: '',
      blurhash: null,
      published_at: null,
      missing_attribution: false,
    } satisfies PreviewCard)
  })

  test('Open Graph, JSON-LD and a picture', async () => {
    await site.picture('/picture')
    const url = page(`<!doctype html><html><head><title>No</title>
      <meta property="og:title" content="A title"><meta property="og:title" content="Another">
      <meta property="og:description" content="What it &quot;is&quot;"><meta property="og:site_name" content="Site">
      <meta property="og:image" content="/picture"><meta property="og:image:alt" content="A blue field">
      <meta property="og:locale" content="de_AT">
      <script type="application/ld+json">{"@graph": [{"@type": "Person"}, {"@type": ["NewsArticle"],
        "author": [{"name": "Ann\\ud800", "url": "/ann"}], "datePublished": "2026-01-02T03:04:05+01:00"}]}</script>`)
    const card = (await cardOf(world, url))!
    assert.equal(card.title, 'A title')
    assert.equal(card.description, 'What it "is"')
    assert.equal(card.provider_name, 'Site')
    assert.equal(card.language, 'de')
    assert.equal(card.author_name, 'Ann\ufffd')
    assert.deepEqual(card.authors, [{ name: 'Ann\ufffd', url: `${site.outside.url}/ann`, account: null }])
    assert.equal(card.published_at, '2026-01-02T02:04:05.000Z')
    assert.deepEqual([card.width, card.height, card.image_description], [80, 60, 'A blue field'])
    assert.match(card.blurhash!, /^.{20,}$/)
    assert.match(card.image!, /^http:\/\/tweeter\.test\/media\/cards\/[0-9a-f]{32}\.jpg$/)
    const picture = await world.tweeter.http.inject({ url: new URL(card.image!).pathname })
    assert.equal(picture.statusCode, 200)
    assert.ok(!picture.rawPayload.includes('GPS') && !picture.rawPayload.includes('Exif'))
  })

  test('charsets: of the header, of the page, of neither', async () => {
    const latin = Buffer.from('<title>Stra\xdfe</title>', 'latin1')
    const cases: [Buffer, Record<string, string>, string][] = [
      [latin, { 'content-type': 'text/html; charset=ISO-8859-1' }, 'Straße'],
      [latin, {}, 'Straße'],
      [Buffer.from('<title>Straße 東</title>'), {}, 'Straße 東'],
      [Buffer.from([...Buffer.from('<meta charset="shift_jis"><title>'), 0x93, 0xfa, 0x96, 0x7b]), {}, '日本'],
      [Buffer.from('\ufeff<title>Größe</title>', 'utf16le'), { 'content-type': 'text/html; charset=latin1' }, 'Größe'],
      [Buffer.from('<meta charset="nonsense"><title>Größe</title>'), {}, 'Größe'],
    ]
    for (const [bytes, headers, title] of cases) assert.equal((await cardOf(world, page(bytes, headers)))?.title, title)
  })

  test('no card for what is no page, has no title, or says no', async () => {
    assert.equal(await cardOf(world, page('<p>Hello')), null)
    assert.equal(await cardOf(world, page('<title>x</title>', { 'content-type': 'application/pdf' })), null)
    assert.equal(await cardOf(world, `${site.outside.url}/nothing-here`), null)
    for (const link of [
      'ftp://example.org/',
      'https://a:b@example.org/',
      'x',
      `${site.outside.url}/${'x'.repeat(3000)}`,
    ]) {
      assert.equal(await want(world, link), null)
    }
  })

  test('huge and hostile pages are read up to their bounds', async () => {
    const long = 'x'.repeat(2_000_000)
    assert.equal((await cardOf(world, page(`<title>Early</title>${long}`)))?.title, 'Early')
    assert.equal(await cardOf(world, page(`${long}<title>Late</title>`)), null)
    assert.equal([...(await cardOf(world, page(`<title>${long}`)))!.title].length, 500)
    const began = Date.now()
    assert.equal(
      (await cardOf(world, page(`<title>Deep</title>${'<a>'.repeat(150_000)}${'</b>'.repeat(120_000)}`)))?.title,
      'Deep',
    )
    await cardOf(world, page(`<title>Many</title>${'<meta name=a content=b '.repeat(40_000)}`))
    await cardOf(world, page(`<title>${'&amp;'.repeat(200_000)}`))
    assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`)
  })

  test('the author is an account of this network only where both say so', async () => {
    const ann = await world.account('ann')
    const html = '<title>By Ann</title><meta name="fediverse:creator" content="@ann@tweeter.test">'
    const unsaid = page(html)
    assert.deepEqual((await cardOf(world, unsaid))?.authors, [])
    // Only they are asked to say so.
    assert.equal(peekCard(world.app, Number(ann.id), unsaid)?.missing_attribution, true)
    assert.equal(peekCard(world.app, Number(ann.id) + 1, unsaid)?.missing_attribution, false)
    const attests = { attribution_domains: ['example.org'] }
    await world.call('PATCH', '/api/v1/accounts/update_credentials', { token: ann.token, body: attests })
    assert.deepEqual((await cardOf(world, page(html)))?.authors, [])
    // An address is no domain to the settings, so it is put in as it were one.
    await transact(
      world.app.db,
      async (tx) =>
        void (await tx.unsafe(`update accounts set attribution_domains = '{127.0.0.1}' where username = 'ann'`)),
    )
    const url = page(html)
    const card = await cardOf(world, url)
    assert.equal(card?.authors[0]?.account?.id, ann.id)
    assert.equal(card?.authors[0]?.name, 'ann')
    assert.equal(peekCard(world.app, Number(ann.id), url)?.missing_attribution, false)
    await world.call('PATCH', '/api/v1/accounts/update_credentials', {
      token: ann.token,
      body: { display_name: 'Ann A.' },
    })
    assert.equal((await cardAt(world, url))?.authors[0]?.account?.display_name, 'Ann A.')
    assert.equal(peekCard(world.app, null, url)?.authors[0]?.name, 'Ann A.')
  })
})

describe('oEmbed and players', () => {
  const embed = (answer: object, html = '') => {
    const path = `/oembed-${++made}`
    site.put(path, (_request, reply) =>
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
    )
    return page(`<title>Page</title>${html}<link rel="alternate" type="application/json+oembed" href="${path}">`)
  }
  const SANDBOX = 'sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms"'

  test('a video keeps nothing of its HTML but the address of its player', async () => {
    const evil = '<script>alert(1)</script><iframe src="https://player.example/?a=1&quot;onload=x&b" onload="alert(1)">'
    const card = await cardOf(
      world,
      embed({
        type: 'video',
        title: 'Film',
        html: evil,
        width: 480,
        height: '270',
        author_name: 'Bea',
        provider_name: 'Tube',
      }),
    )
    assert.equal(card?.type, 'video')
    assert.equal(card?.title, 'Film')
    assert.deepEqual([card?.width, card?.height, card?.provider_name, card?.author_name], [480, 270, 'Tube', 'Bea'])
    assert.equal(
      card?.html,
      `<iframe src="https://player.example/?a=1%22onload=x&amp;b" width="480" height="270" allowfullscreen="true" ${SANDBOX}></iframe>`,
    )
  })

  test('frames that are not https, or ours, and rich HTML without one, leave a plain link', async () => {
    const sources = [
      'javascript:alert(1)',
      'http://player.example/',
      'https://tweeter.test/x',
      'data:text/html,x',
      '//x/',
    ]
    for (const source of sources) {
      const card = await cardOf(world, embed({ type: 'rich', title: 'No', html: `<iframe src="${source}"></iframe>` }))
      assert.deepEqual([card?.type, card?.html, card?.title], ['link', '', 'Page'], source)
    }
    const widget = await cardOf(
      world,
      embed({ type: 'rich', html: '<blockquote>x</blockquote><script src="https://x/"></script>' }),
    )
    assert.deepEqual([widget?.type, widget?.html], ['link', ''])
    for (const broken of [[], { type: 'odd' }, { type: 'video' }]) {
      assert.equal((await cardOf(world, embed(broken)))?.type, 'link')
    }
  })

  test('a photo, and a player of Twitter tags', async () => {
    await site.picture('/photo')
    const photo = await cardOf(world, embed({ type: 'photo', title: 'Sea', url: '/photo', width: 4000, height: 3000 }))
    assert.deepEqual([photo?.type, photo?.embed_url, photo?.width], ['photo', `${site.outside.url}/photo`, 80])
    assert.ok(photo?.image)
    const player = await cardOf(
      world,
      page(`<title>Clip</title><meta name="twitter:card" content="player">
        <meta name="twitter:player" content="https://player.example/1">
        <meta name="twitter:player:width" content="640"><meta name="twitter:player:height" content="360">`),
    )
    assert.deepEqual([player?.type, player?.width, player?.height], ['video', 640, 360])
    assert.match(player!.html, /^<iframe src="https:\/\/player\.example\/1" width="640"/)
  })
})
