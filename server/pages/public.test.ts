/** What the public pages tell programs, how they are laid out, and what they keep to themselves. */
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { openWorld, type Person } from '../../testing/world.ts'
import { LANGUAGES, placesOf } from '../kit/index.ts'
import { makePicture, upload } from '../media/testing.ts'
import { blurImage } from './blur.ts'
import { htmlWithEmojis, withEmojis } from './emojis.ts'
import { catalogues } from './messages/index.ts'
import { jsonLd } from './structured.ts'

const world = await openWorld({ TWEETER_NAME: 'Nest' })
after(world.close)
const chief = await world.account('chief', { role: 'owner' })
const ada = await world.account('ada')
const bob = await world.account('bob')

const get = async (url: string, headers: Record<string, string> = {}) =>
  (await world.call('GET', url, { headers: { accept: 'text/html', ...headers } })).text
const ok = async (who: Person, method: string, url: string, body: object = {}) => {
  const reply = await world.call(method, url, { token: who.token, body })
  assert.equal(reply.status, 200, `${method} ${url}: ${reply.text}`)
  return reply.json
}
const write = (who: Person, status: string, more: object = {}) =>
  ok(who, 'POST', '/api/v1/statuses', { status, ...more })
/** Path of a post's page. */
const at = (post: { url: string }) => new URL(post.url).pathname
/** The data of a page; every page has one piece at most. */
function dataOf(page: string) {
  const found = [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)]
  assert.ok(found.length < 2)
  return found[0] ? JSON.parse(found[0][1]!) : null
}
const headOf = (page: string) => page.split('</head>')[0]!
const tag = (page: string, property: string) =>
  [...page.matchAll(new RegExp(`<meta property="${property}" content="([^"]*)">`, 'g'))].map((found) => found[1])

const emoji = new FormData()
emoji.set('shortcode', 'canary')
emoji.set('image', new Blob([new Uint8Array(await makePicture())]), 'canary.png')
await ok(chief, 'POST', '/api/tweeter/v1/admin/custom_emojis', emoji)
const profile = {
  display_name: 'Ada :canary:',
  note: 'Engines :canary:',
  fields_attributes: [{ name: 'Web :canary:', value: 'https://a.example/' }],
  indexable: true,
}
for (const who of [ada, bob]) await ok(who, 'PATCH', '/api/v1/accounts/update_credentials', { indexable: true })
await ok(ada, 'PATCH', '/api/v1/accounts/update_credentials', profile)

const first = await write(ada, 'Hello :canary: </script><script>alert(1)</script> #birds', { language: 'en' })
const answer = await write(bob, '@ada An answer', { in_reply_to_id: first.id })
const below = await write(ada, '@bob An answer to that', { in_reply_to_id: answer.id })
const open = await write(ada, 'Seen', {
  media_ids: [(await upload(world, ada, { description: 'A "blue" square' })).id],
})
const veiled = await write(ada, 'Look out', { media_ids: [(await upload(world, ada)).id], sensitive: true })
const warned = await write(ada, 'the butler', {
  media_ids: [(await upload(world, ada)).id],
  spoiler_text: 'who did it',
})
const hidden = await write(ada, 'SECRET', { media_ids: [(await upload(world, ada)).id], visibility: 'private' })

test('a post is data for search engines, and nothing in it can end the element', async () => {
  await ok(bob, 'POST', `/api/v1/statuses/${first.id}/favourite`)
  const page = await get(at(first))
  const data = dataOf(page)
  assert.equal(data['@type'], 'DiscussionForumPosting')
  assert.equal(data.text, 'Hello :canary: </script><script>alert(1)</script> #birds')
  assert.equal(data.author.url, 'http://tweeter.test/@ada')
  assert.equal(data.datePublished, first.created_at)
  assert.equal(data.isPartOf.url, 'http://tweeter.test/')
  const likes = data.interactionStatistic.find((one: { interactionType: string }) => /Like/.test(one.interactionType))
  assert.equal(likes.userInteractionCount, 1)
  assert.equal(data.comment[0].text, '@ada An answer')
  assert.equal(data.comment[0].comment[0].text, '@bob An answer to that')
  assert.equal(dataOf(await get(at(below))).isPartOf[1].url, first.url)
  assert.doesNotMatch(page, /<script>/)
  assert.equal(String(jsonLd({ a: '</script>&\u2028' })).match(/<\/script>/g)?.length, 1)
})

test('who wants no search engine is not told of, nor what is behind a warning', async () => {
  const eve = await world.account('eve')
  await ok(eve, 'PATCH', '/api/v1/accounts/update_credentials', { indexable: false })
  const post = await write(eve, 'Leave me alone')
  const reply = await write(eve, '@bob Me too', { in_reply_to_id: answer.id })
  for (const url of [at(post), '/@eve', at(reply)]) {
    const page = await get(url)
    assert.equal(dataOf(page), null, url)
    assert.match(page, /<meta name="robots" content="noindex">/, url)
  }
  assert.doesNotMatch(JSON.stringify(dataOf(await get(at(first)))), /Me too/)
  assert.equal(dataOf(await get(at(warned))).text, 'who did it')
  for (const post of [veiled, warned]) {
    const head = headOf(await get(at(post)))
    assert.doesNotMatch(head, /attachments|butler|summary_large/)
    assert.equal(tag(head, 'og:image')[0], (await world.call('GET', `/api/v1/accounts/${ada.id}`)).json.avatar)
  }
})

test('previews know the picture, its size and its words', async () => {
  const head = headOf(await get(at(open), { 'accept-language': 'de' }))
  assert.deepEqual(tag(head, 'og:image'), [open.media_attachments[0].url])
  assert.deepEqual([...tag(head, 'og:image:width'), ...tag(head, 'og:image:height')], ['80', '60'])
  assert.deepEqual(tag(head, 'og:image:alt'), ['A &quot;blue&quot; square'])
  assert.deepEqual([...tag(head, 'og:type'), ...tag(head, 'og:locale')], ['article', 'de_DE'])
  assert.deepEqual(tag(head, 'article:published_time'), [open.created_at])
  assert.match(head, /name="twitter:card" content="summary_large_image"/)
  assert.equal(dataOf(head).image[0].caption, 'A "blue" square')
  assert.deepEqual(tag(await get('/@ada'), 'profile:username'), ['ada'])
  const embedded = await world.call('GET', `/api/oembed?format=json&url=${encodeURIComponent(open.url)}`)
  assert.equal(embedded.json.thumbnail_width, open.media_attachments[0].meta.small.width)
  assert.match(embedded.json.html, /<img src="[^"]+" alt="A &quot;blue&quot; square"/)
  const closed = await world.call('GET', `/api/oembed?url=${encodeURIComponent(veiled.url)}`)
  assert.doesNotMatch(closed.text, /<img|thumbnail/)
  assert.equal((await world.call('GET', `/api/oembed?format=xml&url=${encodeURIComponent(open.url)}`)).status, 400)
})

test('a profile and the front page are data, too', async () => {
  const data = dataOf(await get('/@ada'))
  assert.equal(data['@type'], 'ProfilePage')
  assert.equal(data.mainEntity.alternateName, '@ada@tweeter.test')
  assert.equal(data.mainEntity.agentInteractionStatistic[1].userInteractionCount, 6)
  assert.equal(dataOf(await get('/'))['@type'], 'WebSite')
})

test('custom emojis are pictures everywhere, and only in words', async () => {
  const image = /<img class="emoji" src="[^"]+" alt=":canary:"/
  const page = await get('/@ada')
  assert.match(page, new RegExp(`<h1><bdi>Ada ${image.source}`))
  assert.match(page, new RegExp(`Engines ${image.source}`))
  assert.match(page, new RegExp(`<dt dir="auto">Web ${image.source}`))
  assert.match(await get(at(first)), new RegExp(`<p>Hello ${image.source}`))
  const known = [{ shortcode: 'canary', url: 'https://a.example/c.png', static_url: 'https://a.example/s.png' }]
  const shown = String(
    htmlWithEmojis('<a href="https://b.example/:canary:" title=":canary:">:canary: :none:</a>', known),
  )
  assert.match(
    shown,
    /^<a href="https:\/\/b\.example\/:canary:" title=":canary:"><picture><source srcset="https:\/\/a\.example\/s\.png" media="\(prefers-reduced-motion: reduce\)"><img .*<\/picture> :none:<\/a>$/,
  )
  assert.deepEqual(withEmojis('<b> a:canary:b', known), ['<b> a:canary:b'])
  const evil = [{ shortcode: 'canary', url: 'javascript:alert(1)', static_url: '' }]
  assert.equal(String(htmlWithEmojis(':canary:', evil)), ':canary:')
})

test('the tabs of a profile show what they say, to anybody the same', async () => {
  await ok(ada, 'POST', `/api/v1/statuses/${first.id}/pin`)
  await ok(ada, 'POST', '/api/v1/featured_tags', { name: 'birds' })
  const posts = await get('/@ada')
  assert.doesNotMatch(posts, /An answer to that/)
  assert.match(posts, /Pinned.*Hello.*Seen/s)
  assert.equal(posts.match(/<p>Hello /g)?.length, 1)
  assert.match(posts, /href="http:\/\/tweeter\.test\/@ada\/tagged\/birds" rel="tag"/)
  assert.match(posts, /<a href="\/@ada" aria-current="page">Posts<\/a>/)
  const replies = await get('/@ada/with_replies')
  assert.match(replies, /An answer to that/)
  assert.match(replies, /rel="canonical" href="http:\/\/tweeter\.test\/@ada\/with_replies"/)
  assert.equal(dataOf(replies), null)
  const media = await get('/@ada/media')
  assert.match(media, new RegExp(`href="${open.url}"><img src="[^"]+" alt="A &quot;blue&quot; square"`))
  for (const post of [veiled, warned]) {
    assert.match(media, new RegExp(`href="${post.url}"><img class="blur" src="data:image/bmp;base64,`))
    assert.ok(!media.includes(post.media_attachments[0].preview_url))
  }
  for (const page of [posts, replies, media]) assert.ok(!page.includes(hidden.media_attachments[0].preview_url))
  await ok(bob, 'PATCH', '/api/v1/accounts/update_credentials', { show_media: false })
  assert.doesNotMatch(await get('/@bob'), /\/@bob\/media/)
  assert.equal((await world.call('GET', '/@bob/media')).status, 404)
})

test('a tab of pictures costs no more than another', async () => {
  for (const url of ['/@ada', '/@ada/media', '/@ada/with_replies']) {
    await get(url)
    const { count } = await world.statements(() => get(url))
    assert.ok(count <= 4, `${url} took ${count}`)
  }
})

test('strangers are told how to answer, and pages speak their language', async () => {
  assert.match(await get(at(first)), new RegExp(`href="/auth/sign_in\\?next=${encodeURIComponent(at(first))}"`))
  const persian = await get(at(first), { cookie: 'language=fa' })
  assert.match(persian, /<html lang="fa" dir="rtl">.*<strong>۱<\/strong> پاسخ/s)
  assert.match(await get('/@nobody_here', { 'accept-language': 'de' }), /Hier ist nichts/)
})

test('every text is there in every language, with the same places', () => {
  for (const [area, messages] of Object.entries(catalogues.en)) {
    for (const [name, message] of Object.entries(messages)) {
      for (const { code } of LANGUAGES) {
        const other = (catalogues[code] as Record<string, Record<string, typeof message>>)[area]?.[name]
        assert.ok(other, `${code} ${area}.${name}`)
        assert.deepEqual(placesOf(other), placesOf(message), `${code} ${area}.${name}`)
      }
    }
  }
})

test('a blurhash becomes a small bitmap, a broken one nothing', () => {
  const image = blurImage('LEHV6nWB2yk8pyo0adR*.7kCMdnj')!
  const bytes = Buffer.from(image.slice('data:image/bmp;base64,'.length), 'base64')
  assert.equal(bytes.readUInt32LE(2), bytes.length)
  assert.deepEqual([blurImage('nonsense'), blurImage(null)], [null, null])
})
