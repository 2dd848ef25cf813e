/** One notification of every type that there is. */
import { updateTrends } from '../../server/trends/index.ts'
import type { Answer, Scene } from './scene.ts'

export async function everyNotification(s: Scene): Promise<void> {
  const { made } = s
  // poll: ada voted in bob's, which ends; update and quoted_update: bob edits what ada boosted and quoted.
  s.world.pass(2 * 3600_000)
  await s.world.jobs()
  made.adaQuotes = await s.post('ada', 'Listen to Bob', { quoted_status_id: made.bobs.id })
  await s.do('bob', 'PUT', `/api/v1/statuses/${made.bobs.id}`, {
    status: `@ada hello again #birds ${made.link}`,
    media_ids: made.bobs.media_attachments.map((one: Answer) => one.id),
  })
  // follow_request, once ada is locked; the next ones wait for the walk.
  await s.do('ada', 'PATCH', '/api/v1/accounts/update_credentials', { locked: true })
  for (const who of ['dan', 'fay', 'gil'] as const) await s.do(who, 'POST', `/api/v1/accounts/${s.id('ada')}/follow`)
  // admin.sign_up and admin.report, for who runs the network.
  const token = await s.world.token(null, ['write'])
  const body = {
    username: 'newcomer',
    email: 'newcomer@people.example',
    password: 'a good long password',
    agreement: true,
    locale: 'en',
  }
  await s.world.call('POST', '/api/v1/accounts', { token, body })
  made.report = await s.do('cleo', 'POST', '/api/v1/reports', {
    account_id: s.id('dan'),
    status_ids: [made['trend dan'].id],
    category: 'violation',
    rule_ids: [made.rule.id],
    comment: 'Not kind',
  })
  // added_to_collection and collection_update
  const { collection } = await s.do('bob', 'POST', '/api/v1/collections', { name: 'Poets', account_ids: [s.id('ada')] })
  await s.do('bob', 'PATCH', `/api/v1/collections/${collection.id}`, { description: 'Worth reading', sensitive: true })
  // moderation_warning
  await s.do('boss', 'POST', `/api/v1/admin/accounts/${s.id('ada')}/action`, {
    type: 'none',
    text: 'Please be careful',
  })
  await trends(s)
  // What is limited and what is suspended says so.
  await s.do('boss', 'POST', `/api/v1/admin/accounts/${s.id('hal')}/action`, { type: 'silence' })
  await s.do('boss', 'POST', `/api/v1/admin/accounts/${s.id('jon')}/action`, { type: 'suspend' })
  // What the policy holds back becomes a request.
  await s.do('ada', 'PATCH', '/api/v2/notifications/policy', { for_not_following: 'filter' })
  for (const who of ['gil', 'fay', 'dan'] as const) await s.post(who, '@ada who are you?')
  await s.world.jobs()
}

/** People whom trends count are not new, and somebody follows each; then a moderator lets the links be shown. */
async function trends(s: Scene): Promise<void> {
  await s.world.app.db.pool`update accounts set created_at = created_at - interval '9 days'`
  for (const who of ['cleo', 'dan', 'fay', 'gil', 'hal'] as const) {
    await s.do('boss', 'POST', `/api/v1/accounts/${s.id(who)}/follow`)
  }
  await s.do('boss', 'POST', `/api/v1/accounts/${s.id('bob')}/follow`)
  await updateTrends(s.world.app)
  for (const kind of ['tags', 'links', 'statuses']) {
    for (const one of (await s.do('boss', 'GET', `/api/v1/admin/trends/${kind}`)) ?? []) {
      await s.do('boss', 'POST', `/api/v1/admin/trends/${kind}/${one.id}/approve`)
    }
  }
  await updateTrends(s.world.app)
}
