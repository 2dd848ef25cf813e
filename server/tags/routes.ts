import Type from 'typebox'
import type { App } from '../app.ts'
import { Empty, IdParams, PageQuery, type Route, route, type Scope, type Viewer } from '../http/index.ts'
import { normalizeTag } from '../posts/index.ts'
import {
  featureByName,
  featuredOf,
  featureTag,
  showFeatured,
  suggestFeatured,
  unfeatureById,
  unfeatureTag,
} from './feature.ts'
import { followTag, showFollowed, unfollowTag } from './follow.ts'
import { FeatureBody, FeaturedTag, Tag, TagParams } from './schema.ts'
import { showTag } from './views.ts'

const verb = (
  url: string,
  scope: Scope,
  summary: string,
  work: (app: App, viewer: Viewer, name: string) => Promise<Tag>,
): Route =>
  route({
    method: 'POST',
    url,
    scope,
    limit: 'write',
    summary,
    params: TagParams,
    reply: Tag,
    handle: ({ app, viewer, params }) => work(app, viewer, params.name),
  })

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/v1/tags/:name',
    scope: 'public',
    limit: 'read',
    summary: 'A hashtag: how much it is used, and whether you follow or feature it',
    params: TagParams,
    reply: Tag,
    about: ({ name }) => ({ tag: normalizeTag(name) }),
    handle: ({ app, viewer, params }) => showTag(app, viewer, params.name),
  }),
  verb('/api/v1/tags/:name/follow', 'write:follows', 'See public posts with a hashtag in your home', followTag),
  verb('/api/v1/tags/:name/unfollow', 'write:follows', 'No longer follow a hashtag', unfollowTag),
  verb('/api/v1/tags/:name/feature', 'write:accounts', 'Show a hashtag on your profile', featureTag),
  verb('/api/v1/tags/:name/unfeature', 'write:accounts', 'Take a hashtag down from your profile', unfeatureTag),
  route({
    method: 'GET',
    url: '/api/v1/followed_tags',
    scope: 'read:follows',
    limit: 'read',
    summary: 'The hashtags that you follow, the last followed first',
    query: PageQuery(100, 200),
    reply: Type.Array(Tag),
    handle: showFollowed,
  }),
  route({
    method: 'GET',
    url: '/api/v1/featured_tags',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'The hashtags on your profile, the most used first',
    reply: Type.Array(FeaturedTag),
    handle: ({ app, viewer }) => featuredOf(app, viewer.accountId),
  }),
  route({
    method: 'POST',
    url: '/api/v1/featured_tags',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Show a hashtag on your profile',
    body: FeatureBody,
    reply: FeaturedTag,
    handle: ({ app, viewer, body }) => featureByName(app, viewer, body.name),
  }),
  route({
    method: 'DELETE',
    url: '/api/v1/featured_tags/:id',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Take a hashtag down from your profile',
    params: IdParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => unfeatureById(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/v1/featured_tags/suggestions',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Hashtags that you use most and do not feature',
    reply: Type.Array(Tag),
    handle: ({ app, viewer }) => suggestFeatured(app, viewer),
  }),
  route({
    method: 'GET',
    url: '/api/v1/accounts/:id/featured_tags',
    scope: 'public',
    limit: 'read',
    summary: 'The hashtags on the profile of an account, the most used first',
    params: IdParams,
    reply: Type.Array(FeaturedTag),
    handle: ({ app, viewer, params }) => showFeatured(app, viewer, params.id),
  }),
]
