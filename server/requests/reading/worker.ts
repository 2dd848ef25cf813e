/** The thread of one reader (reader.ts): it takes what the messages ask for in turn. */
import { parentPort, workerData } from 'node:worker_threads'
import { Reading, type ReadingOptions } from './reading.ts'
import type { Stretch } from './scan.ts'

export type Asked = { readonly read: Stretch } | { readonly take: true }

const reading = new Reading(workerData as ReadingOptions)
let before: Promise<unknown> = Promise.resolve()

parentPort!.on('message', ({ id, asked }: { id: number; asked: Asked }) => {
  before = before.then(async () => {
    try {
      parentPort!.postMessage({ id, answer: 'read' in asked ? await reading.read(asked.read) : reading.take() })
    } catch (error) {
      // What is cloned of an error leaves its code behind.
      parentPort!.postMessage({ id, error, code: (error as NodeJS.ErrnoException).code })
    }
  })
})
