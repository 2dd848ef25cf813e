/**
 * The HTML of posts as React nodes: parsed, not inserted, and only what stands in the list below comes through.
 * A text is read once and kept, because lists show the same posts again and again.
 */
import { Fragment, type ReactNode } from 'react'
import type { StoredStatus } from '../api/entities.ts'
import { EmojiText } from '../ui/emoji-text.tsx'
import { Link } from '../ui/router.tsx'
import css from './content.module.css'
import { internalPath } from './links.ts'

type Emojis = StoredStatus['emojis']
type Mentions = StoredStatus['mentions']

interface Read {
  readonly html: string
  readonly emojis: Emojis
  readonly nodes: ReactNode
  /** How many lines it takes in a list, about. */
  readonly lines: number
}

const PLAIN = new Set([
  'p',
  'span',
  'strong',
  'em',
  'b',
  'i',
  'u',
  'code',
  'pre',
  'blockquote',
  'ul',
  'ol',
  'li',
  'del',
])
const BLOCKS = new Set(['p', 'li', 'pre', 'blockquote'])
const MOST_KEPT = 600
const LINE_LENGTH = 55
const read = new Map<string, Read>()
const parser = new DOMParser()

/** @param key under which the result is kept: the id of the post, or of one version of it. */
export function readContent(key: string, html: string, emojis: Emojis, mentions: Mentions): Read {
  const known = read.get(key)
  if (known && known.html === html && known.emojis === emojis) return known
  const { body } = parser.parseFromString(html, 'text/html')
  const fresh = { html, emojis, nodes: childrenOf(body, { emojis, mentions }), lines: linesIn(body) }
  read.delete(key)
  read.set(key, fresh)
  for (const oldest of read.keys()) {
    if (read.size <= MOST_KEPT) break
    read.delete(oldest)
  }
  return fresh
}

interface Around {
  readonly emojis: Emojis
  readonly mentions: Mentions
}

const childrenOf = (element: Element, around: Around): ReactNode =>
  [...element.childNodes].map((child, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
    <Fragment key={at}>{nodeOf(child, around)}</Fragment>
  ))

function nodeOf(node: Node, around: Around): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return <EmojiText text={node.textContent ?? ''} emojis={around.emojis} />
  if (!(node instanceof Element)) return null
  const name = node.localName
  if (name === 'br') return <br />
  if (name === 'script' || name === 'style') return null
  const children = childrenOf(node, around)
  if (name === 'a') return anchor(node, children, around)
  if (!PLAIN.has(name)) return children
  const Tag = name as 'p'
  if (name !== 'span') return <Tag dir={BLOCKS.has(name) ? 'auto' : undefined}>{children}</Tag>
  const look = node.classList.contains('invisible')
    ? css.invisible
    : node.classList.contains('ellipsis')
      ? css.ellipsis
      : undefined
  return look ? <span className={look}>{children}</span> : children
}

function anchor(node: Element, children: ReactNode, { mentions }: Around): ReactNode {
  const href = node.getAttribute('href') ?? ''
  if (!/^https?:\/\//i.test(href)) return children
  const mention = mentions.find((one) => one.url === href)
  const path = mention ? `/@${mention.acct}` : internalPath(href)
  if (path !== null) {
    return (
      <Link to={path} dir={node.classList.contains('mention') ? 'auto' : 'ltr'}>
        {children}
      </Link>
    )
  }
  return (
    <a href={href} target="_blank" rel="nofollow noopener noreferrer" title={href} dir="ltr">
      {children}
    </a>
  )
}

/** How many lines the text takes, by its length: measuring it would make the list jump. */
function linesIn(body: Element): number {
  let lines = 0
  let length = 0
  const end = () => {
    lines += Math.max(1, Math.ceil(length / LINE_LENGTH))
    length = 0
  }
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) length += node.textContent!.length
    if (!(node instanceof Element) || node.classList.contains('invisible')) return
    if (node.localName === 'br') end()
    for (const child of node.childNodes) walk(child)
    if (BLOCKS.has(node.localName)) end()
  }
  for (const child of body.childNodes) walk(child)
  if (length > 0) end()
  return lines
}

interface ContentProps {
  readonly status: Pick<StoredStatus, 'id' | 'content' | 'emojis' | 'mentions' | 'language'>
  readonly id?: string
}

/** What a post says. */
export const Content = ({ status, id }: ContentProps) => (
  <div id={id} className={css.content} lang={status.language ?? undefined} dir="auto">
    {readContent(status.id, status.content, status.emojis, status.mentions).nodes}
  </div>
)
