/** Run by writer.test.ts as a process of its own: writes numbered records until it has written so many, or is killed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { someRecord } from './testing.ts'
import { RecordWriter } from './writer.ts'

const [folder, who, count, sealBytes] = process.argv.slice(2)
const writer = new RecordWriter({ folder: folder!, now: () => new Date(), sealBytes: Number(sealBytes) })
for (let n = 0; n < Number(count); n++) {
  writer.write({ ...someRecord, account: Number(who), post: n })
  // Time for the disk, as between requests.
  if (n % 1000 === 999) await sleep(5)
}
await writer.close()
const { written, dropped, failure } = writer.stats()
process.stdout.write(JSON.stringify({ written, dropped, failure }))
