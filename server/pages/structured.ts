/**
 * Pages as data for search engines (https://schema.org, in JSON-LD). It is never executed: the policy of pages allows no
 * script, and browsers do not ask it about data. What is behind a warning, and whoever wants no search engine, is not told.
 */
import type { Network } from '../http/index.ts'
import { type Html, raw } from '../kit/index.ts'
import type { ShownMedia } from './media.ts'
import { nameOf, type ShownAccount } from './people.ts'
import type { ShownProfile } from './profile.ts'
import { openMedia, openWords, plainText } from './sharing.ts'
import type { ShownPost } from './views.ts'

type Thing = { readonly [name: string]: unknown }

const MOST_CHARACTERS = 5000
/** Answers of answers are told this deep; nobody reads further. */
const DEEPEST = 5

/** For <head>. A `<` is written so that nothing that people write can end the element. */
export function jsonLd(thing: Thing): Html {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...thing })
  const safe = json.replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return raw(`<script type="application/ld+json">${safe}</script>`)
}

export function siteData({ name, url, description }: Network): Thing {
  return { '@type': 'WebSite', name, url: `${url}/`, ...(description && { description }) }
}

/** https://developers.google.com/search/docs/appearance/structured-data/profile-page */
export function profileData(account: ShownProfile, handle: string, network: Network): Thing {
  const proven = account.fields.flatMap(({ value, verified_at }) => (verified_at ? addressIn(value) : []))
  return {
    '@type': 'ProfilePage',
    url: account.url,
    dateCreated: account.created_at,
    isPartOf: siteData(network),
    mainEntity: {
      ...personData(account),
      alternateName: `@${handle}`,
      identifier: account.id,
      ...(account.note && { description: plainText(account.note, MOST_CHARACTERS) }),
      ...(proven.length > 0 && { sameAs: proven }),
      interactionStatistic: [
        counter('FollowAction', account.followers_count),
        counter('WriteAction', account.statuses_count),
      ],
      agentInteractionStatistic: [
        counter('FollowAction', account.following_count),
        counter('WriteAction', account.statuses_count),
      ],
    },
  }
}

/** The addresses that a field of a profile links to. */
export const addressIn = (value: string): string[] =>
  [...value.matchAll(/<a href="(https?:\/\/[^"]+)"/g)].map((found) => found[1]!.replaceAll('&amp;', '&'))

/** https://developers.google.com/search/docs/appearance/structured-data/discussion-forum */
export function postData(
  post: ShownPost,
  thread: { readonly ancestors: readonly ShownPost[]; readonly descendants: readonly ShownPost[] },
  network: Network,
): Thing {
  const site = siteData(network)
  const above = thread.ancestors.filter(isForAll)
  const answers = Map.groupBy(thread.descendants.filter(isForAll), (one) => one.in_reply_to_id ?? '')
  const comments = (id: string, depth: number): Thing[] =>
    depth > DEEPEST
      ? []
      : (answers.get(id) ?? []).map((one) => ({
          '@type': 'Comment',
          ...wordsData(one),
          ...listed('comment', comments(one.id, depth + 1)),
        }))
  const [first] = above
  return {
    '@type': 'DiscussionForumPosting',
    mainEntityOfPage: post.url,
    ...wordsData(post),
    isPartOf: first ? [site, { '@type': 'DiscussionForumPosting', ...wordsData(first) }] : site,
    ...sharedData(post),
    commentCount: post.replies_count,
    ...listed('comment', comments(post.id, 1)),
  }
}

/** Whether search engines may have it. */
export const isForAll = ({ visibility = 'public', account }: ShownPost): boolean =>
  visibility === 'public' && !account.noindex

function wordsData(post: ShownPost): Thing {
  const words = openWords(post, MOST_CHARACTERS)
  const media = openMedia(post)
  const images = media.filter(({ type }) => type === 'image')
  const videos = media.filter(({ type }) => type === 'video' || type === 'gifv')
  return {
    url: post.url,
    author: personData(post.account),
    datePublished: post.created_at,
    ...(post.edited_at && { dateModified: post.edited_at }),
    ...(post.language && { inLanguage: post.language }),
    ...(words && { text: words }),
    ...listed('image', images.map(imageData)),
    ...listed(
      'video',
      videos.map((video) => videoData(video, post)),
    ),
    interactionStatistic: [
      counter('LikeAction', post.favourites_count),
      counter('ShareAction', post.reblogs_count),
      counter('CommentAction', post.replies_count),
    ],
  }
}

const personData = (account: ShownAccount): Thing => ({
  '@type': 'Person',
  name: nameOf(account),
  url: account.url,
  image: account.avatar,
})

const imageData = ({ url, description, meta }: ShownMedia): Thing => ({
  '@type': 'ImageObject',
  contentUrl: url,
  ...(description && { caption: description }),
  ...(meta?.original?.width && { width: meta.original.width, height: meta.original.height }),
})

function videoData({ url, preview_url, description, meta }: ShownMedia, post: ShownPost): Thing {
  return {
    '@type': 'VideoObject',
    name: description || plainText(post.content, 100) || nameOf(post.account),
    ...(description && { description }),
    contentUrl: url,
    ...(preview_url && { thumbnailUrl: preview_url }),
    uploadDate: post.created_at,
    ...(meta?.original?.width && { width: meta.original.width, height: meta.original.height }),
  }
}

/** The page that a post is about. */
const sharedData = ({ card, spoiler_text }: ShownPost): Thing =>
  card && !spoiler_text ? { sharedContent: { '@type': 'WebPage', url: card.url, name: card.title } } : {}

const counter = (action: string, count: number): Thing => ({
  '@type': 'InteractionCounter',
  interactionType: `https://schema.org/${action}`,
  userInteractionCount: count,
})

const listed = (name: string, things: readonly Thing[]): Thing => (things.length > 0 ? { [name]: things } : {})
