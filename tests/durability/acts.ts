/** What a person does beside posting, and how it is seen afterwards that it was kept. */
export interface Answer {
  readonly ok: boolean
  // biome-ignore lint/suspicious/noExplicitAny: the marked seam of tests: answers are checked by what is asserted of them
  readonly json: any
}

export type Ask = (method: string, path: string, body?: object) => Promise<Answer>

interface Act {
  readonly name: string
  /** @returns the answer that acknowledges it. */
  do(ask: Ask, postId: string): Promise<Answer>
  /** Is what was acknowledged still there? */
  isKept(ask: Ask, acknowledged: Answer['json'], postId: string): Promise<boolean>
}

/** A post of one's own, so that it stands whatever becomes of others'. */
const post = (ask: Ask, more: object) =>
  ask('POST', '/api/v1/statuses', { status: 'kept?', visibility: 'direct', ...more })
const isThere = async (ask: Ask, path: string) => (await ask('GET', path)).ok

export const acts: readonly Act[] = [
  {
    name: 'bookmark',
    do: (ask, id) => ask('POST', `/api/v1/statuses/${id}/bookmark`),
    isKept: async (ask, _, id) => (await ask('GET', `/api/v1/statuses/${id}`)).json.bookmarked,
  },
  {
    name: 'poll',
    do: (ask) => post(ask, { poll: { options: ['a', 'b'], expires_in: 600 } }),
    isKept: async (ask, made) => (await ask('GET', `/api/v1/polls/${made.poll.id}`)).json.options.length === 2,
  },
  {
    name: 'quote',
    do: (ask, id) => post(ask, { quoted_status_id: id }),
    isKept: async (ask, made, id) =>
      (await ask('GET', `/api/v1/statuses/${made.id}`)).json.quote.quoted_status?.id === id,
  },
  {
    name: 'edit',
    do: async (ask) => {
      const made = await post(ask, {})
      return made.ok ? await ask('PUT', `/api/v1/statuses/${made.json.id}`, { status: 'edited' }) : made
    },
    isKept: async (ask, made) => /edited/.test((await ask('GET', `/api/v1/statuses/${made.id}`)).json.content),
  },
  {
    name: 'draft',
    do: (ask) => ask('POST', '/api/tweeter/v1/drafts', { status: 'unfinished' }),
    isKept: (ask, made) => isThere(ask, `/api/tweeter/v1/drafts/${made.id}`),
  },
  {
    name: 'scheduled post',
    do: (ask) => {
      const days = 1 + Math.floor(Math.random() * 300)
      return post(ask, { scheduled_at: new Date(Date.now() + days * 86_400_000).toISOString() })
    },
    isKept: (ask, made) => isThere(ask, `/api/v1/scheduled_statuses/${made.id}`),
  },
  {
    name: 'list that was removed again',
    do: async (ask) => {
      const made = await ask('POST', '/api/v1/lists', { title: 'one' })
      return made.ok
        ? await ask('DELETE', `/api/v1/lists/${made.json.id}`).then((gone) => ({ ...made, ok: gone.ok }))
        : made
    },
    isKept: async (ask, made) => !(await isThere(ask, `/api/v1/lists/${made.id}`)),
  },
]
