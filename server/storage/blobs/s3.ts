import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { type Blobs, checkKey, nothing, resolveRange, typeOfKey } from './blobs.ts'

export interface S3Access {
  /** Null for Amazon's own. */
  endpoint: string | null
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** `https://host/bucket/key` instead of `https://bucket.host/key`; by default with an endpoint of one's own. */
  forcePathStyle?: boolean
}

export interface S3Options extends S3Access {
  bucket: string
}

type Sdk = typeof import('@aws-sdk/client-s3')
type Connection = { sdk: Sdk; client: S3Client }

// S3 wants every part but the last to have at least 5 MiB.
const PART_BYTES = 8 * 1024 * 1024

/**
 * Blobs in a bucket of S3 or of anything that speaks its protocol. The SDK is loaded at the first call, so a start
 * without S3 does not pay for it. The bucket exists already; Tweeter does not create it.
 */
export function s3Blobs(options: S3Options): Blobs {
  const Bucket = options.bucket
  let connecting: Promise<Connection> | null = null
  const connect = () => {
    connecting ??= openS3(options)
    return connecting
  }

  return {
    async put(key, bytes, type) {
      checkKey(key, type)
      const target = { Bucket, Key: key, ContentType: type }
      const connection = await connect()
      const { sdk, client } = connection
      if (bytes instanceof Uint8Array) await client.send(new sdk.PutObjectCommand({ ...target, Body: bytes }))
      else await putStream(connection, target, bytes)
    },

    async open(key, asked) {
      const type = typeOfKey(key)
      if (type === null) return null
      const { sdk, client } = await connect()
      const target = { Bucket, Key: key }
      return unlessMissing(async () => {
        if (!asked) {
          const found = await client.send(new sdk.GetObjectCommand(target))
          const size = found.ContentLength ?? 0
          return { stream: found.Body as Readable, size, range: resolveRange(undefined, size), type }
        }
        // The size first: a range beyond the end, or counted from it, is answered differently by different stores.
        const size = (await client.send(new sdk.HeadObjectCommand(target))).ContentLength ?? 0
        const range = resolveRange(asked, size)
        if (!range) return { stream: nothing(), size, range, type }
        const Range = `bytes=${range.start}-${range.end}`
        const found = await client.send(new sdk.GetObjectCommand({ ...target, Range }))
        return { stream: found.Body as Readable, size, range, type }
      })
    },

    async remove(key) {
      if (typeOfKey(key) === null) return
      const { sdk, client } = await connect()
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key }))
    },

    async *list() {
      const { sdk, client } = await connect()
      for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket })) {
        for (const { Key, Size, LastModified } of page.Contents ?? []) {
          // Others may keep things in the same bucket.
          if (Key === undefined || typeOfKey(Key) === null) continue
          yield { key: Key, size: Size ?? 0, changedAt: LastModified ?? new Date() }
        }
      }
    },
  }
}

/** The SDK, loaded when it is first wanted, and a client of its own. */
export async function openS3(options: S3Access): Promise<Connection> {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    region: options.region,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    forcePathStyle: options.forcePathStyle ?? options.endpoint !== null,
    // Newer checksums only where S3 demands them: many stores that speak the protocol do not know them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  return { sdk, client }
}

/** S3 wants to know a length before it takes bytes, and a stream has none: so in parts, unless one part is enough. */
async function putStream(
  { sdk, client }: Connection,
  target: { Bucket: string; Key: string; ContentType: string },
  source: Readable,
): Promise<void> {
  const parts = inParts(source)
  const first = await parts.next()
  const second = await parts.next()
  if (second.done) {
    await client.send(new sdk.PutObjectCommand({ ...target, Body: first.value ?? new Uint8Array() }))
    return
  }
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(target))
  const upload = { Bucket: target.Bucket, Key: target.Key, UploadId }
  const done: { PartNumber: number; ETag: string | undefined }[] = []
  const send = async (Body: Uint8Array) => {
    const PartNumber = done.length + 1
    const { ETag } = await client.send(new sdk.UploadPartCommand({ ...upload, PartNumber, Body }))
    done.push({ PartNumber, ETag })
  }
  try {
    await send(first.value!)
    await send(second.value)
    for await (const part of parts) await send(part)
    await client.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: done } }))
  } catch (error) {
    source.destroy()
    await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => {})
    throw error
  }
}

async function* inParts(source: Readable): AsyncGenerator<Uint8Array, undefined> {
  let chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source) {
    const bytes: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    chunks.push(bytes)
    length += bytes.length
    if (length < PART_BYTES) continue
    yield Buffer.concat(chunks)
    chunks = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(chunks)
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    // A missing bucket is a fault to be seen, not a missing blob; HEAD has no body and can only say NotFound.
    const name = error instanceof Error ? error.name : ''
    if (name === 'NoSuchKey' || name === 'NotFound') return null
    throw error
  }
}
