import { badRequest } from '../kit/index.ts'

/** A tree of strings (and files), as Rails clients nest them in names: `a[b][]=1`. */
export type FormTree = { [key: string]: FormValue }
export type FormValue = unknown

const MAX_PARTS = 1000
const MAX_DEPTH = 5

/**
 * Puts one `name=value` into the tree. `name[]` appends, `name[key]` nests; a plain name that repeats becomes a list.
 * `name[][key]` fills the last object of a list, and begins the next one when that has the key already.
 *
 * @throws Problem 400 when it is nested too deeply or collides with itself.
 */
export function putField(tree: FormTree, name: string, value: FormValue): void {
  const path = name.split('[').map((part, index) => (index === 0 ? part : part.replace(/\]$/, '')))
  if (path.length > MAX_DEPTH) throw badRequest('A parameter is nested too deeply.')
  let node = tree
  for (const [index, key] of path.slice(0, -1).entries()) {
    const following = path[index + 1]!
    if (Array.isArray(node)) {
      if (key !== '') throw badRequest(`The parameter "${name.slice(0, 100)}" is given in two ways.`)
      node = lastWithout(node, following)
      continue
    }
    if (!Object.hasOwn(node, key)) node[key] = following === '' ? [] : Object.create(null)
    const next = node[key]
    if (typeof next !== 'object' || next === null) throw badRequest(`The parameter "${key}" is given in two ways.`)
    node = next as FormTree
  }
  const last = path.at(-1)!
  if (last === '' && Array.isArray(node)) node.push(value)
  else if (Array.isArray(node)) throw badRequest(`The parameter "${name.slice(0, 100)}" is given in two ways.`)
  else if (!Object.hasOwn(node, last)) node[last] = value
  else node[last] = Array.isArray(node[last]) ? [...node[last], value] : [node[last], value]
}

function lastWithout(list: FormValue[], key: string): FormTree {
  const last = list.at(-1)
  if (typeof last === 'object' && last !== null && !Object.hasOwn(last, key)) return last as FormTree
  const next: FormTree = Object.create(null)
  list.push(next)
  return next
}

/**
 * Reads `application/x-www-form-urlencoded` text, of a query or a body.
 *
 * @throws Problem 400 for percent signs that encode no UTF-8, and for more than a thousand parameters.
 */
export function parseForm(text: string): FormTree {
  const tree: FormTree = Object.create(null)
  if (text === '') return tree
  const parts = text.split('&')
  if (parts.length > MAX_PARTS) throw badRequest('There are too many parameters.')
  for (const part of parts) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decode(equals < 0 ? part : part.slice(0, equals))
    putField(tree, name, equals < 0 ? '' : decode(part.slice(equals + 1)))
  }
  return tree
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    throw badRequest('The parameters are not valid UTF-8.')
  }
}

/** Of JSON, which may nest as deep as it is long: deep enough for any of our shapes, and far from the end of the stack. */
const MAX_VALUE_DEPTH = 20

/**
 * Text that Postgres cannot hold, or that is no text at all, anywhere in a value: NUL, and halves of surrogate pairs.
 *
 * @throws Problem 400, also for what is nested too deeply.
 */
export function refuseBadText(value: unknown, depth = 0): void {
  if (depth > MAX_VALUE_DEPTH) throw badRequest('A parameter is nested too deeply.')
  if (typeof value === 'string') {
    if (value.includes('\0')) throw badRequest('Text must not contain the character NUL.')
    if (!value.isWellFormed()) throw badRequest('Text must be valid Unicode.')
  } else if (Array.isArray(value)) {
    for (const item of value) refuseBadText(item, depth + 1)
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const item of Object.values(value)) refuseBadText(item, depth + 1)
  }
}
