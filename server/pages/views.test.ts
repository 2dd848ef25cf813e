import assert from 'node:assert/strict'
import { test } from 'node:test'
import { landingPage } from './landing.ts'
import { mailListPage, mailPage } from './mails.ts'
import { postPage } from './post.ts'
import { profilePage } from './profile.ts'
import { plainText } from './sharing.ts'
import { postCard, type ShownPost } from './views.ts'
import { voiceOf } from './voice.ts'

const network = { name: 'Nest', url: 'https://nest.example', description: 'Ours.', registration: 'open' } as const
const ada = {
  id: '1',
  acct: 'ada',
  display_name: 'Ada <3',
  url: 'https://nest.example/@ada',
  avatar: 'https://nest.example/ada.png',
}
const format = voiceOf({})

const post = (more: Partial<ShownPost> = {}): ShownPost & { visibility: string } => ({
  visibility: 'public',
  id: '10',
  url: 'https://nest.example/@ada/10',
  created_at: '2025-11-22T14:03:00.000Z',
  account: ada,
  content: '<p>Hello &amp; welcome</p>',
  spoiler_text: '',
  sensitive: false,
  language: 'en',
  media_attachments: [],
  replies_count: 0,
  reblogs_count: 1234,
  favourites_count: 0,
  reblog: null,
  ...more,
})
const picture = { type: 'image', url: 'https://nest.example/a.png', description: 'A "cat"' } as const

test('a post shows its trusted content as it is, and everything else escaped', () => {
  const card = String(postCard(post(), format))
  assert.match(card, /lang="en"><p>Hello &amp; welcome<\/p><\/div>/)
  assert.match(card, /Ada &lt;3/)
  assert.match(card, /<time datetime="2025-11-22T14:03:00\.000Z" title="[^"]+ UTC">Nov 22, 2025<\/time>/)
  assert.match(card, /<span aria-hidden="true">1\.2K<\/span><span class="unseen">1\.2K boosts<\/span>/)
})

test('a warning covers words and pictures; a sensitive post covers its pictures only', () => {
  const warned = String(postCard(post({ spoiler_text: 'Film', media_attachments: [picture] }), format))
  assert.match(warned, /<summary><span dir="auto">Film<\/span>.*<\/summary><div class="words".*<img.*<\/details>/s)
  const sensitive = String(postCard(post({ sensitive: true, media_attachments: [picture] }), format))
  assert.match(sensitive, /<div class="words".*<details.*<img.*<\/details>/s)
})

test('a quoted post and a linked page are shown, and what may not be shown says so', () => {
  const { reblog: _none, ...inner } = post({ content: '<p>First</p>' })
  const card = { url: 'https://page.example/a', title: 'A <b>page</b>', provider_name: '', image: null }
  const shown = String(postCard(post({ quote: { quoted_status: inner }, card }), format))
  assert.match(
    shown,
    /<blockquote class="quote" aria-label="Quoted post by Ada &lt;3">.*<p>First<\/p>.*<\/blockquote>/s,
  )
  assert.match(shown, /<a class="link" href="https:\/\/page\.example\/a"[^>]*>.*page\.example<.*A &lt;b&gt;page/s)
  assert.match(String(postCard(post({ quote: { quoted_status: null } }), format)), /not to be shown/)
  const evil = { ...card, url: 'javascript:alert(1)' }
  assert.doesNotMatch(String(postCard(post({ card: evil }), format)), /javascript|class="link"/)
})

test('media carry their description, or say that there is none', () => {
  const media = [
    picture,
    { ...picture, description: null },
    { ...picture, type: 'video' },
    { ...picture, url: 'javascript:x' },
  ] as const
  const card = String(postCard(post({ media_attachments: media }), format))
  assert.match(card, /alt="A &quot;cat&quot;"/)
  assert.match(card, /alt="Picture 2 of 3, without a description"/)
  assert.match(card, /<video [^>]*aria-label="A &quot;cat&quot;"/)
  assert.doesNotMatch(card, /javascript/)
})

test('a boost shows the boosted post and who boosted it', () => {
  const bo = { ...ada, acct: 'bo', display_name: 'Bo' }
  const card = String(postCard(post({ account: bo, content: '', reblog: post() }), format))
  assert.match(card, /<bdi>Bo<\/bdi> boosted.*@ada/s)
})

test('a poll shows shares only when they are known', () => {
  const poll = {
    votes_count: 4,
    expired: false,
    options: [
      { title: 'a', votes_count: 1 },
      { title: 'b', votes_count: null },
    ],
  }
  const card = String(postCard(post({ poll }), format))
  assert.match(card, /<bdi>a<\/bdi><b>25%<\/b>/)
  assert.match(card, /<bdi>b<\/bdi><\/span>/)
})

test('link previews show the picture of a post, but never what is behind a warning', () => {
  const props = { network, ancestors: [], descendants: [] }
  const open = postPage({ ...props, post: post({ media_attachments: [picture] }) })
  assert.match(open, /property="og:image" content="https:\/\/nest\.example\/a\.png"/)
  assert.match(open, /property="og:description" content="Hello &amp; welcome"/)
  assert.match(open, /<link rel="canonical" href="https:\/\/nest\.example\/@ada\/10">/)
  const warned = postPage({ ...props, post: post({ spoiler_text: 'Film', media_attachments: [picture] }) })
  assert.match(warned, /property="og:image" content="https:\/\/nest\.example\/ada\.png"/)
  assert.match(warned, /<title>Ada &lt;3: “Film” · Nest<\/title>/)
  assert.doesNotMatch(warned.split('</head>')[0]!, /Hello/)
})

test('answers are indented by what they answer', () => {
  const first = post({ id: '11', in_reply_to_id: '10' })
  const second = post({ id: '12', in_reply_to_id: '11' })
  const page = postPage({
    network,
    post: post(),
    ancestors: [post({ id: '9' })],
    descendants: [first, second, post({ id: '13', in_reply_to_id: '10' })],
  })
  assert.deepEqual(
    [...page.matchAll(/<li class="(before|deep|)">/g)].map((match) => match[1]),
    ['before', '', 'deep', ''],
  )
})

test('a profile shows its fields and asks to be left alone where its owner wants that', () => {
  const account = {
    ...ada,
    note: '<p>Engines.</p>',
    header: '',
    fields: [{ name: 'Web', value: '<a href="https://a.example">a</a>', verified_at: '2025-01-01' }],
    locked: false,
    bot: true,
    noindex: true,
    followers_count: 1,
    following_count: 0,
    statuses_count: 2,
    created_at: '2025-01-01T00:00:00.000Z',
  }
  const page = profilePage({ network, account, posts: [], older: '/@ada?max_id=1' })
  assert.match(page, /<title>Ada &lt;3 \(@ada@nest\.example\) · Nest<\/title>/)
  assert.match(page, /<meta name="robots" content="noindex">/)
  assert.match(page, /class="proven"><dt dir="auto">Web<\/dt>/)
  assert.match(page, /<strong>1<\/strong> follower</)
  assert.match(page, /href="\/@ada\?max_id=1" rel="next"/)
})

test('the front page invites as registration allows', () => {
  const open = landingPage({ network, posts: [post()], stats: { people: 1, posts: 2 } })
  assert.match(open, /Create an account/)
  assert.match(open, /<dt>person<\/dt><dd>1<\/dd>/)
  assert.match(open, /property="og:url" content="https:\/\/nest\.example\/"/)
  const closed = landingPage({ network: { ...network, registration: 'closed' }, posts: [] })
  assert.doesNotMatch(closed, /sign_up/)
  assert.match(closed, /It is quiet here/)
})

test('a mail is shown as text with live links, and as HTML that can do nothing', () => {
  const mail = { name: 'a b.eml', at: '2025-11-22T14:03:00Z', to: 'a@b.example', subject: '', from: 'n@nest.example' }
  const text = 'Open https://nest.example/c?a=1&b=2. <b>'
  const page = mailPage({ network, mail: { ...mail, text, html: '<p class="x">Hi</p><script>1</script>' } })
  assert.match(page, /<a href="https:\/\/nest\.example\/c\?a=1&amp;b=2" rel="noopener">[^<]+<\/a>\. &lt;b&gt;/)
  assert.match(page, /sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="[^"]*&lt;script&gt;/)
  assert.doesNotMatch(page, /<script/)
  assert.match(mailListPage({ network, mails: [mail] }), /href="\/admin\/mails\/a%20b\.eml"/)
  assert.match(mailListPage({ network, mails: [] }), /No mail has been written yet/)
})

test('plain text drops tags, keeps words apart, and is cut at a word', () => {
  assert.equal(plainText('<p>a&lt;b&gt;</p><p>c<br>d &amp;amp; e</p>'), 'a<b> c d &amp; e')
  assert.equal(plainText('one two three', 9), 'one two…')
})
