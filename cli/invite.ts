import { createInvite } from '../server/accounts/index.ts'
import { transactHome } from '../server/sites/index.ts'
import { printJson, withApp } from './app.ts'
import type { Call } from './command.ts'

const DAY_MS = 24 * 3600 * 1000

export async function create(call: Call): Promise<void> {
  const mostUses = call.number('uses', 1, 1_000_000) ?? 1
  const days = call.number('days', 1, 36_500)
  const made = await withApp({ command: 'invite create' }, async (app) => {
    const { config, now } = app
    const expiresAt = days === undefined ? null : new Date(now().getTime() + days * DAY_MS)
    const code = await transactHome(app, (tx) => createInvite(tx, { createdBy: null, mostUses, expiresAt, now: now() }))
    return { code, uses: mostUses, expiresAt, mode: config.registration }
  })
  if (made.mode === 'open') console.error('Note: anyone may sign up here without a code (TWEETER_REGISTRATION).')
  if (call.has('json')) return printJson({ code: made.code, uses: made.uses, expires_at: made.expiresAt })
  console.log(made.code)
}
