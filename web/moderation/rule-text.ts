import type { Rule } from '../../server/moderation/schema.ts'
import { language } from '../messages/index.ts'

/** A rule in the language of the page, where it was translated. */
export const ruleText = ({ text, translations }: Pick<Rule, 'text' | 'translations'>): string =>
  translations[language]?.text || translations[language.split('-')[0]!]?.text || text
