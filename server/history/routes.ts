import Type from 'typebox'
import { Empty, type Route, route } from '../http/index.ts'
import { erase, eraseEntry } from './erase.ts'
import {
  ChangeHistorySettings,
  EntryParams,
  EraseQuery,
  HistoryEntry,
  HistoryQuery,
  HistorySettings,
} from './schema.ts'
import { historySettings, pauseHistory } from './settings.ts'
import { showHistory } from './show.ts'

const erasing = { method: 'DELETE', scope: 'write:accounts', limit: 'delete' } as const

export const routes: Route[] = [
  route({
    method: 'GET',
    url: '/api/tweeter/v1/history',
    scope: 'read:statuses',
    limit: 'read',
    summary: 'What you saw and opened, newest first',
    query: HistoryQuery,
    reply: Type.Array(HistoryEntry),
    handle: (call) => showHistory(call),
  }),
  route({
    ...erasing,
    url: '/api/tweeter/v1/history',
    summary:
      'Erase your history, or a stretch of it. The files of requests keep who asked for what until they expire, but it is not taken from them again',
    query: EraseQuery,
    reply: Empty,
    handle: ({ app, viewer, query }) => erase(app, viewer, query),
  }),
  route({
    ...erasing,
    url: '/api/tweeter/v1/history/:id',
    summary: 'Erase one entry of your history',
    params: EntryParams,
    reply: Empty,
    handle: ({ app, viewer, params }) => eraseEntry(app, viewer, params.id),
  }),
  route({
    method: 'GET',
    url: '/api/tweeter/v1/history/settings',
    scope: 'read:accounts',
    limit: 'read',
    summary: 'Whether your history is recorded',
    reply: HistorySettings,
    handle: ({ app, viewer }) => historySettings(app, viewer),
  }),
  route({
    method: ['PATCH', 'PUT'],
    url: '/api/tweeter/v1/history/settings',
    scope: 'write:accounts',
    limit: 'write',
    summary: 'Pause your history, or go on recording it',
    body: ChangeHistorySettings,
    reply: HistorySettings,
    handle: ({ app, viewer, body }) => pauseHistory(app, viewer, body.paused),
  }),
]
