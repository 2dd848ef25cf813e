// Which user Postgres runs as. It refuses root, and rightly: SQL can read files and start programs.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The user that Postgres is started as; null: as ourselves. */
export type RunAs = { uid: number; gid: number } | null

interface Choice {
  /** our own user id */
  uid: number
  platform: NodeJS.Platform
  /** owner of the existing cluster, null before the first start */
  owner: { uid: number; gid: number } | null
  /** the text of /etc/passwd */
  passwd: string
  cluster: string
}

/**
 * As an ordinary user: ourselves. As root: the owner of an existing cluster, else the user `postgres`, else `nobody`
 * (one that /etc/passwd knows, because initdb looks its user up).
 * @throws when no user fits, saying what to do
 */
export function chooseRunAs({ uid, platform, owner, passwd, cluster }: Choice): RunAs {
  if (uid !== 0) {
    if (owner && owner.uid !== uid) {
      throw new Error(
        `The database in ${cluster} belongs to user id ${owner.uid}, but this is user id ${uid}: ` +
          'start Tweeter as that user or as root, or change the owner of the whole data directory (chown -R).',
      )
    }
    return null
  }
  if (platform !== 'linux') {
    throw new Error(
      'Postgres cannot run as root, and only on Linux can Tweeter start it as another user: ' +
        'start Tweeter as an ordinary user, or set DATABASE_URL.',
    )
  }
  if (owner?.uid === 0) {
    throw new Error(
      `The database in ${cluster} belongs to root, and Postgres refuses to run as root: ` +
        'give it to an ordinary user (chown -R nobody that folder) and start again.',
    )
  }
  if (owner) return owner
  const found = ['postgres', 'nobody'].map((name) => userIn(passwd, name)).find((user) => user !== null)
  if (found) return found
  throw new Error(
    'Postgres cannot run as root, and /etc/passwd has neither a user `postgres` nor `nobody`: ' +
      'add one, start Tweeter as an ordinary user, or set DATABASE_URL.',
  )
}

function userIn(passwd: string, name: string): { uid: number; gid: number } | null {
  const fields = passwd.split('\n').map((line) => line.split(':'))
  const line = fields.find((field) => field[0] === name && Number(field[2]) > 0)
  return line ? { uid: Number(line[2]), gid: Number(line[3]) } : null
}

/** May this user read the file (`bits` 4), or read and run it (5), every directory on the way included? */
export function canUse(file: string, user: { uid: number; gid: number }, bits: 4 | 5): boolean {
  if (!allows(file, user, bits)) return false
  for (let path = dirname(file); ; path = dirname(path)) {
    if (!allows(path, user, 1)) return false
    if (path === dirname(path)) return true
  }
}

function allows(path: string, user: { uid: number; gid: number }, bits: number): boolean {
  const { mode, uid, gid } = statSync(path)
  // The first class that fits decides, as in the kernel: an owner without x is not helped by "others".
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
  return ((mode >> shift) & bits) === bits
}
