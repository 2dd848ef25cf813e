/** One served request as it stands in the files. The order of the fields is part of the format: the reader counts on it. */
export interface RequestRecord {
  /** When the answer was done, milliseconds since 1970. */
  readonly at: number
  /** Who asks, as far as the agent says so. */
  readonly kind: Kind
  readonly method: string
  /** The pattern (`/api/v1/statuses/:id`), never the address itself; '' where no route matched. */
  readonly route: string
  readonly status: number
  /** How long it took, microseconds; null for a stream, which lasts as long as somebody listens. */
  readonly us: number | null
  /** Of the answer's body, before the network. */
  readonly bytes: number
  /** The address, hashed with a salt that changes every day: 16 hexadecimal digits. */
  readonly visitor: string
  /** The family of the agent: `Firefox`, `Ivory`, `curl`, `Googlebot`; at most 40 characters, no quotes or backslashes. */
  readonly agent: string
  /** Who is signed in. */
  readonly account?: number | undefined
  /** The one post that it was about (itself, or its page). */
  readonly post?: number | undefined
  /** The account whose profile it was about (itself, or its page). */
  readonly profile?: number | undefined
  /** The hashtag that it was about, normalised. */
  readonly tag?: string | undefined
  /** The posts that the answer shows, in a list. */
  readonly posts?: readonly number[] | undefined
}

export type Kind = 'person' | 'bot'

/**
 * The line of a record, with its newline. Written like this, and in no other way:
 *
 * `{"at":1795391048123,"kind":"person","method":"GET","route":"/api/v1/statuses/:id","status":200,"us":812,"bytes":4301,
 * "visitor":"9f86d081884c7d65","agent":"Firefox","account":109,"post":1,"profile":2,"tag":"cats","posts":[3,4]}`
 */
export function lineOf(record: RequestRecord): string {
  let line = `{"at":${record.at},"kind":"${record.kind}","method":"${record.method}","route":"${record.route}","status":${record.status},"us":${record.us},"bytes":${record.bytes},"visitor":"${record.visitor}","agent":"${record.agent}"`
  if (record.account !== undefined) line += `,"account":${record.account}`
  if (record.post !== undefined) line += `,"post":${record.post}`
  if (record.profile !== undefined) line += `,"profile":${record.profile}`
  if (record.tag !== undefined) line += `,"tag":${JSON.stringify(record.tag)}`
  if (record.posts !== undefined && record.posts.length > 0) line += `,"posts":[${record.posts.join(',')}]`
  return `${line}}\n`
}
