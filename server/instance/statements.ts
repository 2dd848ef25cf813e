import type { App } from '../app.ts'
import { escapeHtml, perApp } from '../kit/index.ts'

/** The description comes from the settings, which are read at the start: that is when it last changed for readers. */
export const startedAt = perApp((app: App) => app.now().toISOString())

/** GET /api/v1/instance/extended_description */
export function extendedDescription(app: App) {
  return { updated_at: startedAt(app), content: `<p>${escapeHtml(app.config.description)}</p>` }
}

/** When the text below was last changed. */
const PRIVACY_UPDATED_AT = '2026-11-22T00:00:00.000Z'

/**
 * GET /api/v1/instance/privacy_policy: what the software itself keeps and shows, which is all that can be said for
 * every operator.
 */
export function privacyPolicy(app: App) {
  const { name, contactEmail } = app.config
  const contact = contactEmail ? ` or write to ${escapeHtml(contactEmail)}` : ''
  return {
    updated_at: PRIVACY_UPDATED_AT,
    content: `<p>What ${escapeHtml(name)} keeps, and who sees it.</p>
<ul>
<li>Your profile, whom you follow and who follows you, and your public and unlisted posts can be read by anybody.</li>
<li>Posts for your followers and direct posts are shown to those they are for. They are not encrypted: whoever runs this network can read its database.</li>
<li>Your e-mail address is shown to nobody but you and those who run this network. Of your password only a hash is kept.</li>
<li>The network addresses from which you signed up and in are kept for a year; only those who run this network see them.</li>
<li>Pictures are encoded anew when you upload them; places, dates and device names inside them are removed.</li>
<li>What you delete is no longer shown, from that moment on, to anybody.</li>
<li>Pages carry no advertising, and nothing from other sites that could follow you.</li>
</ul>
<p>For anything else ask those who run ${escapeHtml(name)}${contact}.</p>`,
  }
}
