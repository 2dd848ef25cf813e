/** Reading the reference that is named on the command line: which operations there are, and whether an answer is one. */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Answer } from './scene.ts'

interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  deprecated?: boolean
}

interface Document {
  paths: Record<
    string,
    Record<string, { responses?: Record<string, { content?: Record<string, { schema?: Schema }> }> }>
  >
  components: { schemas: Record<string, Schema> }
}

export interface Wanted {
  readonly op: string
  readonly byApps: boolean
}

/** @param path a table: operation, then a column for each app. */
export function readWanted(path: string): Wanted[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const columns = head.split('\t')
  const apps = ['elk', 'phanpy'].map((name) => columns.indexOf(name))
  return lines.map((line) => {
    const cells = line.split('\t')
    return { op: cells[0]!, byApps: apps.some((at) => cells[at] === '1') }
  })
}

const addresses = /^(?:https?|wss?):\/\/\S+$/

export class Reference {
  readonly #document: Document
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true })
  /** Entity.field -> the values that it had, a few of them. */
  readonly seen = new Map<string, Set<string>>()
  readonly absent = new Map<string, number>()

  constructor(path: string) {
    this.#document = JSON.parse(readFileSync(path, 'utf8'))
    // Where nothing is known Mastodon has an empty text, whatever the format says.
    this.#ajv.addFormat('uri', (text) => text === '' || addresses.test(text) || text.startsWith('urn:'))
    this.#ajv.addFormat('date-time', (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text))
    this.#ajv.addFormat('date', (text) => /^\d{4}-\d\d-\d\d$/.test(text))
    this.#ajv.addFormat('iso-639-1', (text) => /^[a-z]{2,3}(-[A-Za-z]+)?$/.test(text))
    this.#ajv.addFormat('email', (text) => text === '' || text.includes('@'))
    // Several of its variants name hardly any field as required, so that one value may well be all of them.
    const lenient = JSON.parse(JSON.stringify(this.#document).replaceAll('"oneOf":', '"anyOf":'))
    this.#ajv.addSchema({ $id: 'reference', ...lenient })
  }

  /** What the document says that an operation answers, or null. */
  answerOf(op: string): Schema | null {
    const [method = '', path] = op.split(' ')
    const found = Object.entries(this.#document.paths).find(([one]) => one.replaceAll(/\{\w+\}/g, ':id') === path)?.[1]
    const responses = found?.[method.toLowerCase()]?.responses ?? {}
    return responses['200']?.content?.['application/json']?.schema ?? null
  }

  /** A schema for `Entity`, `[Entity]`, `{field: Entity}`, `{*: Entity}` or `{}`. */
  schemaOf(gives: string): Schema {
    if (gives === '{}' || gives === '') return { type: 'object' }
    if (gives === 'string') return { type: 'string' }
    const listed = /^\[(.+)\]$/.exec(gives)?.[1]
    if (listed) return { type: 'array', items: this.schemaOf(listed) }
    const [, field, entity] = /^\{([\w*]+): (.+)\}$/.exec(gives) ?? []
    if (field === '*') return { type: 'object', additionalProperties: this.schemaOf(entity!) }
    if (field) return { type: 'object', properties: { [field]: this.schemaOf(entity!) } }
    if (!(gives in this.#document.components.schemas)) throw new Error(`The reference has no ${gives}.`)
    return { $ref: `#/components/schemas/${gives}` }
  }

  /** @returns what is wrong with the value by the schema itself. */
  errorsOf(schema: Schema, value: Answer): string[] {
    const absolute = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/', '"reference#/').replaceAll('"oneOf":', '"anyOf":'),
    )
    const check = this.#ajv.compile(absolute)
    if (check(value)) return []
    // Of a variant that does not fit, what is wrong inside of it says more than that it is not another one.
    const paths = check.errors!.map(({ instancePath }) => instancePath)
    const deepest = check.errors!.filter(
      ({ instancePath }) => !paths.some((other) => other !== instancePath && other.startsWith(`${instancePath}/`)),
    )
    return [
      ...new Set(deepest.map(({ instancePath, message }) => `${instancePath.replaceAll(/\/\d+/g, '[]')} ${message}`)),
    ]
  }

  /** @returns the fields that the schema names and the value has not, as `Entity.field`. */
  missing(schema: Schema, value: Answer, entity = ''): string[] {
    const { $ref } = schema
    if ($ref) return this.missing(this.#document.components.schemas[nameOf($ref)]!, value, nameOf($ref))
    if (value === null || value === undefined) return []
    const variants = schema.oneOf ?? schema.anyOf
    if (variants) return this.#best(variants, value, entity)
    if (Array.isArray(value))
      return schema.items ? value.flatMap((one) => this.missing(schema.items!, one, entity)) : []
    if (typeof value !== 'object') return []
    const own = Object.entries(schema.properties ?? {}).flatMap(([key, one]) => {
      const name = `${entity}.${key}`
      if (!Object.hasOwn(value, key)) return [name]
      this.#note(name, value[key])
      return this.missing(one, value[key], one.properties || one.items?.properties ? name : entity)
    })
    const { additionalProperties: rest } = schema
    if (typeof rest !== 'object') return own
    return [...own, ...Object.values(value).flatMap((one) => this.missing(rest, one, entity))]
  }

  /** Of several that it may be, the one of which the least is missing. */
  #best(variants: Schema[], value: Answer, entity: string): string[] {
    const [likeliest] = variants
      .filter((one) => one.type !== 'null')
      .sort((a, b) => this.#lacks(a, value) - this.#lacks(b, value))
    return likeliest ? this.missing(likeliest, value, entity) : []
  }

  /** How many of the schema's own fields the value has not. */
  #lacks({ $ref, properties = {} }: Schema, value: Answer): number {
    if ($ref) return this.#lacks(this.#document.components.schemas[nameOf($ref)]!, value)
    return Object.keys(properties).filter((key) => !Object.hasOwn(value, key)).length
  }

  #note(name: string, value: Answer): void {
    const values = this.seen.get(name) ?? new Set()
    if (values.size < 4) values.add(JSON.stringify(value)?.slice(0, 60))
    this.seen.set(name, values)
  }
}

const nameOf = (ref: string): string => ref.split('/').at(-1)!
