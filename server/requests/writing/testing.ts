import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import type { App } from '../../app.ts'
import { requestsFolder, sealRequests } from '../index.ts'
import type { RequestRecord } from '../record.ts'

/** What stands in a file of records, sealed or not. */
export function textOf(path: string): string {
  const bytes = readFileSync(path)
  return String(path.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes)
}

export const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** All records in a folder, file by file. @throws when a line is torn. */
export const recordsIn = (folder: string): RequestRecord[] =>
  filesIn(folder).flatMap((file) =>
    textOf(join(folder, file))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as RequestRecord),
  )

/** All that this server has recorded so far. */
export async function recordsOf(app: App): Promise<RequestRecord[]> {
  await sealRequests(app)
  return recordsIn(requestsFolder(app.config))
}

export const someRecord: RequestRecord = {
  at: 1_795_391_048_123,
  kind: 'person',
  method: 'GET',
  route: '/api/v1/timelines/home',
  status: 200,
  us: 812,
  bytes: 4301,
  visitor: '9f86d081884c7d65',
  agent: 'Firefox',
}
