/** How an operation is written down: what is asked, by whom, and what it gives. */
import type { Answer, Name, Scene } from './scene.ts'

export interface Operation {
  /** With `:id` for whatever stands in its places. */
  readonly op: string
  readonly who: Name
  /** The address, and what is sent. */
  readonly ask: (s: Scene) => Asked | Promise<Asked>
  /** An entity, `[entity]`, `{field: entity}`, or `{}` where there is nothing to say. */
  readonly gives: string
  /** Not 200. */
  readonly status?: number
  /** Looks at what was answered; @returns what is wrong. */
  readonly check?: (answer: Answer, s: Scene) => string | null
}

type Asked = string | readonly [url: string, body: object | FormData]

export const op = (name: string, gives: string, ask: Operation['ask'], more: Partial<Operation> = {}): Operation => ({
  op: name,
  who: 'ada',
  ask,
  gives,
  ...more,
})

export const v1 = '/api/v1'
export const v2 = '/api/v2'
export const some = (answer: Answer): string | null => (answer.length > 0 ? null : 'the list is empty')
export const list = (name: string, of: string, url: string | ((s: Scene) => string), who: Name = 'ada') =>
  op(name, `[${of}]`, (s) => (typeof url === 'string' ? url : url(s)), { who, check: some })
export const person = (s: Scene, name: Name) => `${v1}/accounts/${s.id(name)}`
export const post = (s: Scene, name: string) => `${v1}/statuses/${s.made[name].id}`
/** A verb on somebody: they go from one operation to the next. */
export const onPerson = (verb: string, name: Name, body: object = {}) =>
  op(`POST ${v1}/accounts/:id/${verb}`, 'Relationship', (s) => [`${person(s, name)}/${verb}`, body])
export const onPost = (verb: string, name: string) =>
  op(`POST ${v1}/statuses/:id/${verb}`, 'Status', (s) => [`${post(s, name)}/${verb}`, {}])
