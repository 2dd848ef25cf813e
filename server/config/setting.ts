/** One setting: where it comes from, what it may be, what it does. `parse` returns the value or throws a sentence. */
export interface Setting<T> {
  readonly name: string
  readonly fallback: T
  /** What the documentation shows as the default, where the value itself would not say it. */
  readonly shownDefault: string
  readonly doc: string
  parse(text: string): T
}

const setting = <T>(
  name: string,
  fallback: T,
  doc: string,
  parse: (text: string) => T,
  shown?: string,
): Setting<T> => ({
  name,
  fallback,
  shownDefault: shown ?? (fallback === null || fallback === '' ? '' : String(fallback)),
  doc,
  parse,
})

export const text = (name: string, fallback: string, doc: string, shown?: string) =>
  setting(name, fallback, doc, (value) => value, shown)

export const optional = (name: string, doc: string) => setting<string | null>(name, null, doc, (value) => value)

export const integer = (name: string, fallback: number, least: number, most: number, doc: string, shown?: string) =>
  setting(
    name,
    fallback,
    doc,
    (value) => {
      const number = Number(value)
      if (!/^-?\d+$/.test(value) || number < least || number > most) {
        throw new Error(`must be a whole number from ${least} to ${most}`)
      }
      return number
    },
    shown,
  )

export const flag = (name: string, fallback: boolean, doc: string) =>
  setting(
    name,
    fallback,
    doc,
    (value) => {
      if (['1', 'true', 'yes', 'on'].includes(value.toLowerCase())) return true
      if (['0', 'false', 'no', 'off'].includes(value.toLowerCase())) return false
      throw new Error('must be on or off')
    },
    fallback ? 'on' : 'off',
  )

export const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T, doc: string) =>
  setting<T>(name, fallback, doc, (value) => {
    const choice = choices.find((one) => one === value)
    if (choice === undefined) throw new Error(`must be one of: ${choices.join(', ')}`)
    return choice
  })

export const url = (name: string, protocols: readonly string[], doc: string, shown = '') =>
  setting<string | null>(
    name,
    null,
    doc,
    (value) => {
      const parsed = URL.canParse(value) ? new URL(value) : null
      if (!parsed || !protocols.includes(parsed.protocol)) {
        throw new Error(`must be an address that begins with ${protocols.map((one) => `${one}//`).join(' or ')}`)
      }
      return value
    },
    shown,
  )
