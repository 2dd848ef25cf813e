import { allows, type Scope, scopes } from '../http/index.ts'

const known = new Set<string>(scopes)

/** What an app gets that asks for nothing in particular. */
export const DEFAULT_SCOPES = 'read'

/** A list as apps write it: words with spaces between, or a JSON array. Without repeats, in the order given. */
export function splitScopes(written: string | readonly string[]): string[] {
  const text = typeof written === 'string' ? written : written.join(' ')
  return [...new Set(text.split(/\s+/).filter(Boolean))]
}

export const isScope = (name: string): name is Scope => known.has(name)

/** Whether an app that is registered with some scopes may ask for these: they or their parents must be among them. */
export function isWithin(wanted: readonly string[], registered: readonly string[]): boolean {
  const granted = new Set(registered)
  return wanted.every((scope) => isScope(scope) && allows(granted, scope))
}
