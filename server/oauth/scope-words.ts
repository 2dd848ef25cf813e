import type { Translate } from '../kit/index.ts'
import { en } from './messages/en.ts'

/** What scopes mean, in words for the people who are asked. */
export interface ScopeWords {
  readonly title: string
  readonly detail: string
  readonly kind: 'read' | 'write' | 'push' | 'admin' | 'other'
}

type Words = Translate<typeof en>
type Whole = 'profile' | 'read' | 'write' | 'follow' | 'push' | 'adminRead' | 'adminWrite'

const WHOLE: Readonly<Record<string, readonly [ScopeWords['kind'], Whole]>> = {
  profile: ['read', 'profile'],
  read: ['read', 'read'],
  write: ['write', 'write'],
  follow: ['write', 'follow'],
  push: ['push', 'push'],
  'admin:read': ['admin', 'adminRead'],
  'admin:write': ['admin', 'adminWrite'],
}

/**
 * What an app may do with these scopes, in the order asked. A scope that another one contains is left out. One that
 * nobody has described here is shown by its name, rather than hidden.
 */
export function describeScopes(t: Words, scopes: readonly string[]): ScopeWords[] {
  const wanted = new Set(scopes)
  return [...wanted].filter((scope) => !isContained(scope, wanted)).map((scope) => words(t, scope))
}

function isContained(scope: string, wanted: ReadonlySet<string>): boolean {
  const parts = scope.split(':')
  return parts.some((_, length) => length > 0 && wanted.has(parts.slice(0, length).join(':')))
}

function words(t: Words, scope: string): ScopeWords {
  if (Object.hasOwn(WHOLE, scope)) {
    const [kind, name] = WHOLE[scope]!
    return { kind, title: t(`scope.${name}`), detail: t(`scope.${name}Detail`) }
  }
  const [verb = '', ...rest] = scope.split(':')
  const topic = rest.join(':')
  if (verb === 'read' && isIn(en.read, topic)) return { kind: 'read', title: t(`read.${topic}`), detail: scope }
  if (verb === 'write' && isIn(en.write, topic)) return { kind: 'write', title: t(`write.${topic}`), detail: scope }
  if (verb === 'admin') {
    const about = topic.replace(/^(?:read|write):?/, '').replace(/[_:]/g, ' ') || t('scope.everything')
    const title = topic.startsWith('read') ? t('scope.adminReadPart', { about }) : t('scope.adminWritePart', { about })
    return { kind: 'admin', title, detail: scope }
  }
  return { kind: 'other', title: scope, detail: t('scope.unknown') }
}

const isIn = <T extends object>(area: T, name: string): name is keyof T & string => Object.hasOwn(area, name)
