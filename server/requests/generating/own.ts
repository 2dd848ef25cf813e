import { RecordWriter } from '../writing/writer.ts'
import type { Sink } from './generate.ts'
import type { Made } from './records.ts'

/** Writes our own records, with the same writer as the server. */
export class OwnFiles implements Sink {
  readonly #writer: RecordWriter

  constructor(folder: string) {
    this.#writer = new RecordWriter({ folder, now: () => new Date() })
  }

  write({ record }: Made, atMs: number): void {
    record.at = atMs
    this.#writer.write(record)
  }

  close(): Promise<void> {
    return this.#writer.close()
  }

  stats() {
    return this.#writer.stats()
  }
}
