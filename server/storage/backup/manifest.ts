/** What a backup says of itself, and how its file is laid out. */

export const FORMAT = 1

/** Bytes of the file, as they are stored (packed): from where, how many, and their SHA-256 in hex. */
export interface Section {
  readonly offset: number
  readonly length: number
  readonly sha256: string
}

export interface TablePart {
  readonly schema: string
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  /** In Postgres's text format of COPY, which every version reads. */
  readonly section: Section
}

export interface SequencePart {
  readonly schema: string
  readonly name: string
  readonly last: number
  readonly called: boolean
}

/** A backup that another one builds on, found beside it by this name, or by the id that its first bytes hold. */
export interface Link {
  readonly id: string
  readonly file: string
  readonly createdAt: string
}

export interface BlobsPart {
  /** All that there were. */
  readonly count: number
  readonly bytes: number
  /** Those that stand in this file; the others are in the files of the chain. */
  readonly storedCount: number
  readonly storedBytes: number
  /** Those of this file, one after another: see blobs.ts. */
  readonly stored: Section
  /** Lines of `key, size, place`: the place is a number in the chain, or the chain's length for this file. */
  readonly index: Section
}

export interface Manifest {
  readonly format: typeof FORMAT
  readonly id: string
  /** When it began; the tables are as they were a moment later. */
  readonly createdAt: string
  /** The network, as a hash of its secret: a backup can only build on one of the same network. */
  readonly network: string
  /** TWEETER_URL, from which links and names are made. */
  readonly url: string
  readonly postgres: string
  /** The site it was made at, and whether there was another. */
  readonly site: number
  readonly hadOtherSite: boolean
  readonly migrations: readonly string[]
  readonly tables: readonly TablePart[]
  readonly sequences: readonly SequencePart[]
  /** Null when they were left out. */
  readonly blobs: BlobsPart | null
  /** The key and the certificate of this site, when asked for: JSON of file names and base64. */
  readonly identity: Section | null
  /** The backups it builds on, the oldest first. */
  readonly chain: readonly Link[]
}

/** Of bytes of memory that a stream is cut into. */
export const CHUNK_BYTES = 256 * 1024

export const fullName = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`

/** As Postgres wants an identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const quotedName = ({ schema, name }: { schema: string; name: string }): string =>
  `${quoted(schema)}.${quoted(name)}`
