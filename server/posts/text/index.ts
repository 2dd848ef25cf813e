/**
 * Plain text of a post, and what Mastodon makes of it. Pure: no database, no network, no clock.
 * `scan` finds the entities, `render` makes the HTML, `plainText` goes back, `countCharacters` measures.
 */
export { countCharacters, LINK_CHARACTERS } from './count.ts'
export { detectLanguage } from './language.ts'
export { plainText, type Resolve, render } from './render.ts'
export { type Emoji, type Entity, type Hashtag, type Link, type Mention, scan } from './scan.ts'
export { normalizeTag } from './tags.ts'
