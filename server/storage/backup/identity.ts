/** The key and the certificate by which the other site knows this one: in a backup only when asked for. */
import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDER = 'site'

/** @throws Error for people when this is no site. */
export async function* identityIn(dataDir: string): AsyncGenerator<Uint8Array> {
  const folder = join(dataDir, FOLDER)
  const names: string[] = await readdir(folder).catch(() => [])
  if (!names.includes('key.pem')) {
    throw new Error(`There is no key of a site in ${folder}: leave --with-identity out.`)
  }
  const files: Record<string, string> = {}
  for (const name of names.filter((one) => /^[\w-]+\.pem$/.test(one))) {
    files[name] = (await readFile(join(folder, name))).toString('base64')
  }
  yield Buffer.from(JSON.stringify(files))
}

/** @returns the folder that was made. @throws Error for people when this is a site already. */
export async function writeIdentity(dataDir: string, bytes: AsyncIterable<Buffer>): Promise<string> {
  const folder = join(dataDir, FOLDER)
  if (existsSync(folder)) throw new Error(`${folder} is there already: this is another site. Nothing was restored.`)
  const parts: Buffer[] = []
  for await (const part of bytes) parts.push(part)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [name, content] of Object.entries(JSON.parse(String(Buffer.concat(parts))) as Record<string, string>)) {
    if (!/^[\w-]+\.pem$/.test(name)) continue
    const file = await open(join(folder, name), 'wx', 0o600)
    try {
      await file.writeFile(Buffer.from(content, 'base64'))
      await file.sync()
    } finally {
      await file.close()
    }
  }
  return folder
}
