const NAMES = ['time', 'status', 'method', 'path', 'duration', 'bytes', 'address', 'agent', 'referrer'] as const
export type FieldName = (typeof NAMES)[number]

const MICROSECONDS = { s: 1_000_000, ms: 1000, us: 1, ns: 0.001 } as const

/** Where in a JSON record something stands: the first of these places that is there. */
export type Places = readonly Place[]

interface Place {
  /** `req.url` as one key, which flat logs have. */
  readonly flat: string
  readonly keys: readonly string[]
}

export interface Fields {
  readonly places: Readonly<Partial<Record<FieldName, Places>>>
  /** What the number that is told as the duration is to be multiplied with to be microseconds. */
  readonly durationScale: number
}

/** https://caddyserver.com/docs/caddyfile/directives/log */
export const CADDY =
  'time=ts,status=status,method=request.method,path=request.uri,duration=s:duration,bytes=size,address=request.client_ip|request.remote_ip,agent=request.headers.User-Agent,referrer=request.headers.Referer'

/**
 * `time=ts,status=res.statusCode,method=req.method,path=req.url,duration=ms:responseTime,address=ip|req.remoteAddress`: what
 * stands where in the records of a JSON log. Places are keys with dots between them, several with `|`; of a list the first
 * element counts. The time is ISO 8601, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970; the
 * duration says its unit (`s`, `ms`, `us`, `ns`).
 *
 * @throws an error that says what is wrong with it.
 */
export function parseFields(text: string): Fields {
  const places: Partial<Record<FieldName, Places>> = {}
  let durationScale = 1
  for (const part of text.split(',')) {
    const [, name, unit, keys] = /^\s*(\w+)=(?:(\w+):)?([^:=]+?)\s*$/.exec(part) ?? []
    if (keys === undefined) throw new Error(`"${part}" is no field: write it as name=key, as in status=res.statusCode.`)
    if (!isName(name!)) throw new Error(`There is no field "${name}". There are ${NAMES.join(', ')}.`)
    if (places[name] !== undefined) throw new Error(`The field ${name} is there twice.`)
    if (name === 'duration') durationScale = scaleOf(unit)
    else if (unit !== undefined) throw new Error(`Only a duration has a unit, not ${name}.`)
    places[name] = keys.split('|').map((key) => ({ flat: key, keys: key.split('.') }))
  }
  for (const name of ['time', 'status'] as const)
    if (places[name] === undefined) throw new Error(`The fields must tell where the ${name} is: ${name}=key.`)
  return { places, durationScale }
}

const isName = (name: string): name is FieldName => (NAMES as readonly string[]).includes(name)

function scaleOf(unit: string | undefined): number {
  if (unit !== undefined && Object.hasOwn(MICROSECONDS, unit)) return MICROSECONDS[unit as keyof typeof MICROSECONDS]
  throw new Error('A duration needs its unit: duration=s:key, or ms, us or ns in place of s.')
}

/** What stands at the first of the places that holds something; undefined when none does. */
export function valueAt(record: object, places: Places | undefined): unknown {
  if (places === undefined) return undefined
  for (const { flat, keys } of places) {
    let value: unknown = record
    if (keys.length > 1 && Object.hasOwn(record, flat)) value = (record as Record<string, unknown>)[flat]
    else for (const key of keys) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
    const found = Array.isArray(value) ? value[0] : value
    if (found !== undefined && found !== null) return found
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/i
/** Later than this no log is. */
export const LAST_MS = Date.UTC(9999, 11, 31)
const NUMBER = /^\d{1,19}(?:\.\d*)?$/

/**
 * Milliseconds since 1970, from ISO 8601 (UTC where no zone is told) or from a number, whose size tells its unit: seconds
 * until the year 5138, then milliseconds, microseconds, nanoseconds. NaN when it is none of these.
 */
export function timeOf(value: unknown): number {
  const at = anyTimeOf(value)
  // A year that has not four digits could be kept nowhere, and one such line must not stop all others.
  return at >= 0 && at <= LAST_MS ? at : Number.NaN
}

function anyTimeOf(value: unknown): number {
  if (typeof value === 'string' && !NUMBER.test(value)) return ISO.test(value) ? isoTime(value) : Number.NaN
  const number = Number(typeof value === 'string' ? value : typeof value === 'number' ? value : Number.NaN)
  if (!(number >= 0)) return Number.NaN
  if (number < 1e11) return Math.round(number * 1000)
  if (number < 1e14) return Math.round(number)
  return Math.round(number < 1e17 ? number / 1000 : number / 1_000_000)
}

function isoTime(text: string): number {
  const spelled = text
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
    .toUpperCase()
  const at = Date.parse(/Z$|[+-]\d\d:\d\d$/.test(spelled) ? spelled : `${spelled}Z`)
  // JavaScript takes the 31st of February for a day in March.
  return new Date(`${spelled.slice(0, 10)}T00:00Z`).getUTCDate() === Number(spelled.slice(8, 10)) ? at : Number.NaN
}

/** A number that is not negative, also when it is written as a text; NaN when it is none. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value >= 0 ? value : Number.NaN
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : Number.NaN
}
