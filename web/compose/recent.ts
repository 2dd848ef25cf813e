/** What was used lately (languages, emojis), the newest first; kept in this browser. */
const MOST = { languages: 5, emojis: 24 } as const
type Kind = keyof typeof MOST

export function recent(kind: Kind): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(`recent:${kind}`) ?? '[]') as unknown
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

export function remember(kind: Kind, value: string): void {
  if (!value) return
  try {
    const next = [value, ...recent(kind).filter((one) => one !== value)].slice(0, MOST[kind])
    localStorage.setItem(`recent:${kind}`, JSON.stringify(next))
  } catch {
    // A browser that keeps nothing: it just has no recent ones.
  }
}
