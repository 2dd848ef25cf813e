/** This site's key and certificate: files of the data folder, as they must be there before any database is. */
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../../app.ts'
import { perApp } from '../../kit/index.ts'
import { fingerprintOf, selfSigned } from './certificate.ts'

export interface Identity {
  /** PEM. */
  readonly key: string
  readonly certificate: string
  /** SHA-256 of the certificate, base64url. */
  readonly fingerprint: string
}

export const siteFolder = (dataDir: string): string => join(dataDir, 'site')

const kept = perApp((_app: App): { identity?: Identity } => ({}))

/**
 * The one of the data folder, made when there is none.
 *
 * @throws an Error for people when the files are there but do not belong together.
 */
export function identityOf(app: App): Identity {
  const held = kept(app)
  held.identity ??= readIdentity(siteFolder(app.config.dataDir))
  return held.identity
}

/** Looks again: the files were replaced. */
export function renewIdentity(app: App): Identity {
  delete kept(app).identity
  return identityOf(app)
}

export function readIdentity(folder: string): Identity {
  const keyFile = join(folder, 'key.pem')
  const certificateFile = join(folder, 'certificate.pem')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(certificateFile)) make(keyFile, certificateFile)
  chmodSync(keyFile, 0o600)
  const key = readFileSync(keyFile, 'utf8')
  const certificate = readFileSync(certificateFile, 'utf8')
  if (!fits(key, certificate)) {
    throw new Error(
      `${keyFile} and ${certificateFile} do not belong together: restore both from one backup, or remove both and ` +
        'join the sites again with `tweeter site join`.',
    )
  }
  return { key, certificate, fingerprint: fingerprintOf(certificate) }
}

/** The certificate comes last and whole: what was interrupted before is simply made anew. */
function make(keyFile: string, certificateFile: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  write(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  write(certificateFile, selfSigned(privateKey, 'tweeter site'))
}

function write(file: string, content: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content, { mode: 0o600 })
  renameSync(draft, file)
}

function fits(key: string, certificate: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}
