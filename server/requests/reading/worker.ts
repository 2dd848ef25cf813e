/** The thread of one reader (reader.ts): it takes what the messages ask for in turn. */
import { parentPort, workerData } from 'node:worker_threads'
import { buffersOf, type Parcel, pack } from './parcel.ts'
import { Reading, type ReadingOptions, type Taken } from './reading.ts'
import type { Stretch } from './scan.ts'

export type Asked = { readonly read: Stretch } | { readonly take: true }

/** `Taken`, as it goes over. */
export interface TakenParcel {
  readonly traffic: Taken['traffic']
  readonly views: Parcel | null
}

const reading = new Reading(workerData as ReadingOptions)
let before: Promise<unknown> = Promise.resolve()

parentPort!.on('message', ({ id, asked }: { id: number; asked: Asked }) => {
  before = before.then(async () => {
    try {
      if ('read' in asked) parentPort!.postMessage({ id, answer: await reading.read(asked.read) })
      else send(id, reading.take())
    } catch (error) {
      // What is cloned of an error leaves its code behind.
      parentPort!.postMessage({ id, error, code: (error as NodeJS.ErrnoException).code })
    }
  })
})

function send(id: number, { traffic, views }: Taken): void {
  const answer: TakenParcel = { traffic, views: views && pack(views) }
  parentPort!.postMessage({ id, answer }, answer.views ? buffersOf(answer.views) : [])
}
