/** What has no product noun in it and needs nothing: errors for people, caches, small tools. */
export { Cache } from './cache.ts'
export { hourly } from './hourly.ts'
export { type Content, escapeHtml, Html, html, raw, safeUrl } from './html.ts'
export {
  type Catalogue,
  chooseLanguage,
  LANGUAGES,
  type LanguageCode,
  languageByCode,
  type Message,
  type MessageKey,
  placesOf,
  speaker,
  type Translate,
  type Translation,
  translator,
} from './messages.ts'
export { perApp } from './per-app.ts'
export {
  badRequest,
  conflict,
  forbidden,
  gone,
  messageOf,
  notFound,
  Problem,
  type ProblemDetails,
  tooLarge,
  tooMany,
  unauthorized,
  unavailable,
  unprocessable,
} from './problem.ts'
export { turns } from './turns.ts'
