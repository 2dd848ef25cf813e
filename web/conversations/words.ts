/** What a message says, without the names of those whom it is for: they are in its text so that they get it. */
import type { Conversation } from '../../server/conversations/schema.ts'
import { nameOf } from '../accounts/name.tsx'
import type { StoredStatus } from '../api/entities.ts'
import { language } from '../messages/index.ts'
import { currentMe } from '../session/me.ts'

/** The HTML without the mentions that it begins with. */
export function withoutNames(html: string): string {
  if (!html.includes('mention')) return html
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const first = body.querySelector('p') ?? body
  for (const node of [...first.childNodes]) {
    const isName = node instanceof Element && node.textContent?.startsWith('@') && node.outerHTML.includes('mention')
    if (isName || (node.nodeName !== 'BR' && node.textContent?.trim() === '') || node.nodeName === 'BR') node.remove()
    else {
      if (node.nodeType === Node.TEXT_NODE) node.textContent = node.textContent!.trimStart()
      break
    }
  }
  if (first !== body && first.childNodes.length === 0) first.remove()
  return body.innerHTML
}

const kept = new WeakMap<StoredStatus, StoredStatus>()

/** The message as a chat shows it; the same object for the same message. */
export function asMessage(status: StoredStatus): StoredStatus {
  const known = kept.get(status)
  if (known) return known
  const fresh = { ...status, content: withoutNames(status.content) }
  kept.set(status, fresh)
  return fresh
}

type Person = Conversation['accounts'][number]

/** Those who take part beside the person at this browser. */
export const othersIn = ({ accounts }: Pick<Conversation, 'accounts'>): Person[] =>
  accounts.filter(({ id }) => id !== currentMe()?.id)

/** What must stand before a text so that all of them get it. */
export const namesBefore = (people: readonly Pick<Person, 'acct'>[]): string =>
  people.map(({ acct }) => `@${acct} `).join('')

/** "Ada, Bob and Cem", as the language writes it. */
export const listOf = (people: readonly Person[]): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(people.map(nameOf))
