/** For tests of accounts: all that a refusal must leave alone, and the mails that came. */
import type { World } from '../../testing/world.ts'
import { listMailFiles, readMailFile } from '../mail/index.ts'

/** A digest of every row that a sign-up, a profile or a link touches, by table. */
export async function everything(world: World): Promise<Record<string, string>> {
  const { read } = world.app.db
  const tables = ['accounts', 'users', 'username_claims', 'email_claims', 'mail_tokens', 'invites', 'oauth_tokens']
  const digests = [...tables.map((name) => `public.${name}`), 'tweeter.jobs', 'tweeter.mails'].map(async (name) => {
    const [row] = await read.unsafe<{ digest: string | null }>(
      `select md5(string_agg(t::text, ',' order by t::text)) as digest from ${name} t`,
    )
    return [name, row!.digest ?? 'empty'] as const
  })
  return Object.fromEntries(await Promise.all(digests))
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
