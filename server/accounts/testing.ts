/** For tests of accounts: all that a refusal must leave alone, and the mails that came. */
import type { World } from '../../testing/world.ts'
import { listMailFiles, readMailFile } from '../mail/index.ts'

/** Every row that a sign-up, a profile or a link touches, as one text. */
export async function everything(world: World): Promise<string> {
  const { read } = world.app.db
  const tables = ['accounts', 'users', 'username_claims', 'email_claims', 'mail_tokens', 'invites', 'oauth_tokens']
  const rows = [...tables.map((name) => `public.${name}`), 'tweeter.jobs', 'tweeter.mails'].map((name) =>
    read.unsafe<{ rows: string }>(`select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as rows from ${name} t`),
  )
  return JSON.stringify((await Promise.all(rows)).map(([row]) => row!.rows))
}

/** Sends what waits, then reads the mails on file, the newest first. */
export async function mailsTo(world: World, address: string): Promise<{ subject: string; text: string }[]> {
  await world.jobs()
  const files = (await listMailFiles(world.app, 1000)).filter((file) => file.to === address)
  return await Promise.all(files.map((file) => readMailFile(world.app, file.name)))
}

/** The path of the link in a mail. */
export function linkIn(text: string): string {
  const found = /https?:\/\/[^/\s]+(\/\S+)/.exec(text)?.[1]
  if (!found) throw new Error(`There is no link in this mail: ${text}`)
  return found
}
