/** Where uploaded and generated files live: on the disk, or in a bucket. */
import { join } from 'node:path'
import type { Blobs } from './blobs.ts'
import { diskBlobs } from './disk.ts'
import { type S3Options, s3Blobs } from './s3.ts'

export { type Blobs, type ByteRange, type ListedBlob, type OpenBlob, typeOfKey } from './blobs.ts'
export { diskBlobs } from './disk.ts'
export { openS3, type S3Access, type S3Options, s3Blobs } from './s3.ts'

/** @param config `s3` null: files under `<dataDir>/blobs`. */
export function openBlobs(config: { dataDir: string; s3: S3Options | null }): Blobs {
  return config.s3 ? s3Blobs(config.s3) : diskBlobs(join(config.dataDir, 'blobs'))
}
