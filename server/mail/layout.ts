/** The frame of every mail. Inline styles, because mail programs drop most others; dark where the reader's is dark. */
import { type Html, html, raw } from '../kit/index.ts'

export interface Network {
  name: string
  url: string
}

export interface MailBody {
  subject: string
  text: string
  html: Html
}

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const PREHEADER_CHARACTERS = 120

/** Only what cannot stand inline. `!important` is what beats the inline styles. */
const STYLE = raw(`<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #15171c !important; }
  .card { background: #1f232b !important; color: #e8eaed !important; border-color: #363c47 !important; }
  .quiet, .quiet a { color: #a5acb8 !important; }
  .card a:not(.button) { color: #8ab4f8 !important; }
}
</style>`)

/** The plain-text part: the body, then who it is from. `-- ` begins a signature (RFC 3676, 4.3). */
export function textLayout(body: MailBody, network: Network): string {
  return `${body.text.trim()}\n\n-- \n${network.name}\n${network.url}\n`
}

/** The HTML part: a whole document with the body inside a card. */
export function htmlLayout(body: MailBody, network: Network): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${body.subject}</title>
${STYLE}
</head>
<body class="page" style="margin:0;padding:0;background:#f1f3f6">
<div style="display:none;max-height:0;overflow:hidden">${preheader(body.text)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f1f3f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td class="quiet" style="${FONT};font-size:15px;font-weight:600;color:#4a5160;padding:0 4px 12px">${network.name}</td></tr>
<tr><td class="card" style="${FONT};font-size:16px;line-height:1.5;color:#1c1f26;background:#ffffff;border:1px solid #dfe3e9;border-radius:12px;padding:24px">
${body.html}
</td></tr>
<tr><td class="quiet" style="${FONT};font-size:13px;color:#5d6575;padding:12px 4px">
<a href="${network.url}" style="color:#5d6575">${network.url}</a></td></tr>
</table>
</td></tr>
</table>
</body>
</html>`
}

/** The one thing to do in a mail: a link that looks like a button in every mail program. */
export function button(label: string, href: string): Html {
  return html`<p style="margin:24px 0"><a class="button" href="${href}" style="display:inline-block;background:#2f56d6;color:#ffffff;font-weight:600;text-decoration:none;border-radius:8px;padding:12px 20px">${label}</a></p>`
}

/**
 * What the list of mails shows beside the subject. The invisible characters behind it keep the list from going on
 * with whatever comes next in the document.
 */
function preheader(text: string): Html {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const shown = line.length > PREHEADER_CHARACTERS ? `${line.slice(0, PREHEADER_CHARACTERS - 1)}…` : line
  return html`${shown}${raw('&#8199;&#847; '.repeat(60))}`
}
