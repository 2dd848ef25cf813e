/** Small files that browsers and search engines ask a site for by name. */
import type { App } from '../app.ts'
import { type PageLanguage, pageIcon } from '../http/index.ts'
import { ICON_SIZES, MASKABLE_SIZES } from '../instance/index.ts'
import { speak } from './messages/index.ts'

/** GET /robots.txt (RFC 9309). Profiles and posts may be read; people who do not want that say so on their pages. */
export const robots = `User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /auth/
Disallow: /oauth/
`

const shortcutIcons = [{ src: '/assets/icon-96.png', type: 'image/png', sizes: '96x96' }]

/** GET /manifest.json (https://www.w3.org/TR/appmanifest/): what makes the web client an app on a phone or a desk. */
export function manifest({ config }: App, language: PageLanguage) {
  const t = speak(language)
  const shortcut = (name: string, url: string) => ({ name, url, icons: shortcutIcons })
  return {
    id: '/',
    name: config.name,
    // Under an icon there is room for so much.
    short_name: [...config.name].slice(0, 24).join(''),
    description: config.description,
    lang: language.code,
    dir: language.direction,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#0e1014',
    theme_color: '#15171c',
    categories: ['social'],
    icons: [
      { src: pageIcon.href, type: pageIcon.type, sizes: 'any', purpose: 'any' },
      ...ICON_SIZES.map((size) => icon(`/assets/icon-${size}.png`, size, 'any')),
      ...MASKABLE_SIZES.map((size) => icon(`/assets/maskable-${size}.png`, size, 'maskable')),
    ],
    shortcuts: [
      shortcut(t('app.newPost'), '/compose'),
      shortcut(t('app.notifications'), '/notifications'),
      shortcut(t('app.explore'), '/explore'),
    ],
    share_target: {
      action: '/share',
      method: 'GET',
      enctype: 'application/x-www-form-urlencoded',
      params: { title: 'title', text: 'text', url: 'url' },
    },
  }
}

const icon = (src: string, size: number, purpose: 'any' | 'maskable') => ({
  src,
  type: 'image/png',
  sizes: `${size}x${size}`,
  purpose,
})
