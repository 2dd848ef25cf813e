/** What is shown instead of a page when the server cannot be reached: made here, from nobody's data. */
import type { wordsIn } from './words.ts'

/** Only what stands in the page itself may run. */
const POLICY = "default-src 'none'; style-src 'nonce-offline'; script-src 'nonce-offline'; base-uri 'none'"
const RETRY_MS = 5000

export function offlinePage({ code, direction, title, text, retry }: ReturnType<typeof wordsIn>): Response {
  const page = `<!doctype html>
<html lang="${code}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style nonce="offline">
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; background: light-dark(#f3f4f6, #0e1014); color: light-dark(#15171c, #eff1f5); }
main { max-inline-size: 26rem; margin: 18vh auto 0; padding: 1.5rem; text-align: center; }
svg { inline-size: 4rem; block-size: 4rem; }
h1 { font-size: 1.5rem; margin: 1rem 0 0.5rem; }
p { color: light-dark(#555c69, #a5acb9); }
a { display: inline-block; margin-block-start: 0.5rem; padding: 0.7rem 1.5rem; border-radius: 999px; background: #ffcf33; color: #15171c; font-weight: 650; text-decoration: none; }
a:focus-visible { outline: 3px solid light-dark(#15171c, #ffd34d); outline-offset: 3px; }
</style>
</head>
<body>
<main>
<svg viewBox="0 0 32 32" aria-hidden="true"><path fill="#ffcf33" d="M16 2a13.5 13.5 0 1 1-5.6 25.8c-1.9 1.5-4.2 2.2-6.6 2.2-.8 0-1.100-.9-.5-1.400 1.200-1.100 2-2.600 2.200-4.200A13.500 13.500 0 0 1 16 2z"/><circle cx="16" cy="15.500" r="8" fill="none" stroke="#15171c" stroke-width="2.200"/><circle cx="16" cy="15.500" r="3.600" fill="#15171c"/></svg>
<h1>${title}</h1>
<p>${text}</p>
<a href="">${retry}</a>
</main>
<script nonce="offline">
addEventListener('online', () => location.reload())
setInterval(() => fetch('/health/live', { cache: 'no-store' }).then((answer) => answer.ok && location.reload(), () => {}), ${RETRY_MS})
</script>
</body>
</html>
`
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `${POLICY}; connect-src 'self'`,
    'cache-control': 'no-store',
  }
  return new Response(page, { status: 503, headers })
}
