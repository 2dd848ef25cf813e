/** HTML that the server made of what people wrote, as elements: never set as markup, only read. */
import type { ReactNode } from 'react'
import type { Static } from 'typebox'
import type { CustomEmoji } from '../../server/emojis/schema.ts'
import { EmojiText } from './emoji-text.tsx'
import { Link } from './router.tsx'

type Emojis = readonly Static<typeof CustomEmoji>[]

interface HtmlTextProps {
  readonly html: string
  readonly emojis: Emojis
}

/** Paragraphs, breaks, lists and links; addresses of this network open in the client, all others in a tab of their own. */
export const HtmlText = ({ html, emojis }: HtmlTextProps) => childrenOf(bodyOf(html), emojis)

/** What is left without the markup: for excerpts. Paragraphs and breaks become spaces. */
export const plainText = (html: string): string => {
  const body = bodyOf(html)
  for (const pause of body.querySelectorAll('br, p')) pause.append(' ')
  for (const pause of body.querySelectorAll('br')) pause.replaceWith(' ')
  return body.textContent.replace(/\s+/g, ' ').trim()
}

/** A document of its own, in which nothing is loaded or run. */
const bodyOf = (html: string): HTMLElement => new DOMParser().parseFromString(html, 'text/html').body

const childrenOf = (node: Node, emojis: Emojis): ReactNode[] =>
  [...node.childNodes].map((child, at) => elementOf(child, emojis, at))

function elementOf(node: Node, emojis: Emojis, at: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return <EmojiText key={at} text={node.textContent ?? ''} emojis={emojis} />
  if (!(node instanceof Element)) return null
  const children = () => childrenOf(node, emojis)
  switch (node.localName) {
    case 'br':
      return <br key={at} />
    case 'p':
      return (
        <p key={at} dir="auto">
          {children()}
        </p>
      )
    case 'ul':
      return (
        <ul key={at} dir="auto">
          {children()}
        </ul>
      )
    case 'ol':
      return (
        <ol key={at} dir="auto">
          {children()}
        </ol>
      )
    case 'li':
      return <li key={at}>{children()}</li>
    case 'a':
      return (
        <Anchor key={at} href={node.getAttribute('href') ?? ''}>
          {children()}
        </Anchor>
      )
    default:
      return <span key={at}>{children()}</span>
  }
}

/** A link that somebody wrote. */
export function Anchor({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const inside = pathInside(href)
  if (inside !== null) return <Link to={inside}>{children}</Link>
  if (!/^https?:\/\//i.test(href)) return <span>{children}</span>
  return (
    <a href={href} target="_blank" rel="nofollow noopener noreferrer" translate="no">
      {children}
    </a>
  )
}

/** The path of a page that the client shows; null for what is elsewhere, or for files and forms of the server. */
export function pathInside(href: string): string | null {
  if (!URL.canParse(href, location.origin)) return null
  const url = new URL(href, location.origin)
  const isPage = /^\/(?:@|tags\/|explore|public|$)/.test(url.pathname)
  return url.origin === location.origin && isPage ? url.pathname + url.search : null
}
