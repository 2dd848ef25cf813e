/** Small files that browsers and search engines ask a site for by name. */
import type { App } from '../app.ts'
import { pageIcon } from '../http/index.ts'
import { ICON_SIZES } from '../instance/index.ts'

/** GET /robots.txt (RFC 9309). Profiles and posts may be read; people who do not want that say so on their pages. */
export const robots = `User-agent: *
Disallow: /admin/
Disallow: /api/
Disallow: /auth/
Disallow: /oauth/
`

/** GET /manifest.json (https://www.w3.org/TR/appmanifest/) */
export const manifest = ({ config }: App) => ({
  name: config.name,
  short_name: config.name,
  description: config.description,
  start_url: '/',
  display: 'minimal-ui',
  background_color: '#15171c',
  theme_color: '#15171c',
  icons: [
    { src: pageIcon.href, type: pageIcon.type, sizes: 'any' },
    ...ICON_SIZES.map((size) => ({ src: `/assets/icon-${size}.png`, type: 'image/png', sizes: `${size}x${size}` })),
  ],
})
