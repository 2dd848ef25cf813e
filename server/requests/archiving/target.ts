/** Where archived files go: a bucket, or a folder. */
import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../../config/index.ts'
import { openS3, type S3Access } from '../../storage/index.ts'

export interface Target {
  /** As a person names it. */
  readonly name: string
  has(key: string): Promise<boolean>
  /** Whole or not at all; what is there under the key is put anew. */
  put(key: string, path: string): Promise<void>
}

/** @param folder is made where it is not there. */
export function folderTarget(folder: string): Target {
  return {
    name: folder,
    has: (key) =>
      stat(join(folder, key)).then(
        () => true,
        () => false,
      ),
    put: async (key, path) => {
      const to = join(folder, key)
      const draft = `${to}.${process.pid}.tmp`
      await mkdir(dirname(to), { recursive: true })
      try {
        await copyFile(path, draft)
        await rename(draft, to)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
  }
}

/** The bucket exists already. */
export function s3Target({ bucket, prefix }: NonNullable<Config['requests']['archive']>, access: S3Access): Target {
  const at = (key: string) => ({ Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` })
  return {
    name: `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`,
    has: async (key) => {
      const { sdk, client } = await openS3(access)
      try {
        await client.send(new sdk.HeadObjectCommand(at(key)))
        return true
      } catch (error) {
        if (error instanceof Error && error.name === 'NotFound') return false
        throw error
      } finally {
        client.destroy()
      }
    },
    put: async (key, path) => {
      const { sdk, client } = await openS3(access)
      try {
        // A segment is some MB as Parquet, and what is in memory can be sent again when the network fails.
        const body = { Body: await readFile(path), ContentType: 'application/vnd.apache.parquet' }
        await client.send(new sdk.PutObjectCommand({ ...at(key), ...body }))
      } finally {
        client.destroy()
      }
    },
  }
}
