/**
 * The configuration: the environment, read once, checked, and typed. This is the only place that knows the names of
 * environment variables; a wrong one is named in one line and nothing starts.
 */
import { resolve } from 'node:path'
import { settings } from './settings.ts'

export { bucketOf } from './setting.ts'

type Values = { [K in keyof typeof settings]: (typeof settings)[K]['fallback'] }

export interface Config {
  readonly host: string
  readonly port: number
  /** The network's own address, without a slash at the end. */
  readonly url: string
  /** The host of `url`, with its port when there is one: the part after the @ in an account's full name. */
  readonly domain: string
  /** Absolute. */
  readonly dataDir: string
  readonly name: string
  readonly description: string
  readonly contactEmail: string
  readonly registration: 'open' | 'approval' | 'invite' | 'closed'
  readonly postCharacters: number
  readonly passwordGrant: boolean
  readonly database: { url: string | null; connections: number }
  readonly mail: {
    smtpUrl: string | null
    from: string
    dkim: { domain: string; selector: string; keyFile: string } | null
    perHost: { atOnce: number; perMinute: number }
    /** The door for bounces; null: closed. `domain` null: that of the sender. */
    inbound: { host: string; port: number; domain: string | null } | null
  }
  readonly s3: {
    bucket: string
    endpoint: string | null
    region: string
    accessKeyId: string
    secretAccessKey: string
  } | null
  /** The same without a bucket: for whatever goes into buckets. */
  readonly s3Access: { endpoint: string | null; region: string; accessKeyId: string; secretAccessKey: string } | null
  readonly trustProxy: string[]
  readonly linkPreviews: boolean
  readonly outgoingAllow: string[]
  readonly metricsToken: string | null
  readonly trendPeople: number
  readonly rateLimitPercent: number
  readonly plugins: string | null
  readonly log: { level: 'debug' | 'info' | 'warn' | 'error'; format: 'text' | 'json' }
  readonly home: { readers: number; fanOutLimit: number }
  /** Files of requests: whether they are written, and read here; how long and how much is kept, and where they go then. */
  readonly requests: {
    mode: 'on' | 'write' | 'off'
    days: number
    megabytes: number
    archive: { bucket: string; prefix: string } | null
  }
  readonly jobWorkers: number
  /** host:port on which a PostgreSQL of one's own finds the other site's. */
  readonly siteDoor: string
  /** Client addresses of an etcd; empty: only people decide which site is home. */
  readonly witness: readonly string[]
  /** How much is kept for another site that is away, in MB. */
  readonly siteWalMegabytes: number
}

/** Says what is wrong with the environment, a line for each mistake. */
export class ConfigError extends Error {
  constructor(lines: string[]) {
    super(lines.join('\n'))
    this.name = 'ConfigError'
  }
}

/**
 * @param env the environment; an empty value counts as not set.
 * @throws ConfigError that names each wrong variable.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const wrong: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(settings)) {
    const text = env[setting.name]
    try {
      values[key] = text ? setting.parse(text) : setting.fallback
    } catch (error) {
      wrong.push(`${setting.name} ${(error as Error).message}, not "${withoutSecret(text ?? '')}".`)
    }
  }
  const known = new Set<string>(Object.values(settings).map((setting) => setting.name))
  for (const name of Object.keys(env)) {
    if (name.startsWith('TWEETER_') && !known.has(name) && !name.startsWith('TWEETER_TEST_')) {
      wrong.push(`${name} is not a setting; docs/operating.md lists them.`)
    }
  }
  const config = wrong.length === 0 ? shape(values as Values, wrong) : null
  if (config === null || wrong.length > 0) throw new ConfigError(wrong)
  return config
}

/** What stands before the @ of an address is a name and a password, and this goes to a screen or a log. */
const withoutSecret = (text: string): string => text.replace(/^(\w+:\/\/)?.*@/s, '$1…@')

function shape(values: Values, wrong: string[]): Config {
  const url = new URL(values.url ?? `http://localhost:${values.port}`)
  if (url.pathname !== '/' || url.search || url.hash) wrong.push('TWEETER_URL must have no path after the host.')
  return {
    host: values.host,
    port: values.port,
    name: values.name,
    description: values.description,
    contactEmail: values.contactEmail,
    registration: values.registration,
    postCharacters: values.postCharacters,
    passwordGrant: values.passwordGrant,
    metricsToken: values.metricsToken,
    trendPeople: values.trendPeople,
    rateLimitPercent: values.rateLimitPercent,
    requests: {
      mode: values.requests,
      days: values.requestsDays,
      megabytes: values.requestsMegabytes,
      archive: values.requestsArchive,
    },
    jobWorkers: values.jobWorkers,
    siteDoor: values.siteDoor,
    witness: values.witness,
    siteWalMegabytes: values.siteWalMegabytes,
    url: url.origin,
    domain: url.host,
    dataDir: resolve(values.dataDir),
    database: { url: values.databaseUrl, connections: values.databaseConnections },
    mail: {
      smtpUrl: values.smtpUrl,
      from: values.mailFrom || `notifications@${url.hostname}`,
      dkim: together(wrong, 'DKIM', {
        domain: [settings.dkimDomain.name, values.dkimDomain],
        selector: [settings.dkimSelector.name, values.dkimSelector],
        keyFile: [settings.dkimKeyFile.name, values.dkimKeyFile],
      }),
      perHost: { atOnce: values.mailsAtOnce, perMinute: values.mailsPerMinute },
      inbound: shapeInbound(values),
    },
    ...shapeS3(values, wrong),
    trustProxy: [...values.trustProxy],
    linkPreviews: values.linkPreviews,
    outgoingAllow: [...values.outgoingAllow],
    plugins: values.plugins && resolve(values.plugins),
    log: { level: values.logLevel, format: values.logFormat },
    home: { readers: values.homeReaders, fanOutLimit: values.fanOutLimit },
  }
}

function shapeInbound({ inboundSmtp, bounceDomain }: Values): Config['mail']['inbound'] {
  if (inboundSmtp === null) return null
  const { hostname, port } = new URL(inboundSmtp)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 25), domain: bounceDomain }
}

function shapeS3(values: Values, wrong: string[]): Pick<Config, 's3' | 's3Access'> {
  const { requestsArchive: archive, s3Bucket: bucket, s3Endpoint: endpoint, s3Region: region } = values
  const first: [string, string | null] =
    archive && bucket === null ? [settings.requestsArchive.name, archive.bucket] : [settings.s3Bucket.name, bucket]
  const needed = together(wrong, 'an S3 bucket', {
    bucket: first,
    accessKeyId: [settings.s3AccessKeyId.name, values.s3AccessKeyId],
    secretAccessKey: [settings.s3SecretAccessKey.name, values.s3SecretAccessKey],
  })
  if (needed === null) return { s3: null, s3Access: null }
  const { accessKeyId, secretAccessKey } = needed
  const s3Access = { endpoint, region, accessKeyId, secretAccessKey }
  return { s3: bucket === null ? null : { ...s3Access, bucket }, s3Access }
}

/** Settings that only mean something together: all of them, or none. */
function together<K extends string>(
  wrong: string[],
  purpose: string,
  parts: Record<K, [name: string, value: string | null]>,
): Record<K, string> | null {
  const all = Object.entries(parts) as [K, [string, string | null]][]
  const missing = all.filter(([, [, value]]) => value === null).map(([, [name]]) => name)
  if (missing.length === all.length) return null
  if (missing.length > 0) wrong.push(`${missing.join(' and ')} must be set too, for ${purpose}.`)
  return Object.fromEntries(all.map(([key, [, value]]) => [key, value ?? ''])) as Record<K, string>
}

/** The table of docs/operating.md, in Markdown; a test holds the two together. */
export function settingsTable(): string {
  const rows = Object.values(settings).map(
    (setting) => `| \`${setting.name}\` | ${setting.shownDefault} | ${setting.doc} |`,
  )
  return ['| Setting | Default | What it does |', '| --- | --- | --- |', ...rows].join('\n')
}
