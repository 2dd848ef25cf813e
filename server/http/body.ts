import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { badRequest, Problem, tooLarge, unprocessable } from '../kit/index.ts'
import { type FormTree, parseForm, putField, refuseBadText } from './form.ts'
import type { Spool, SpooledFile } from './spool.ts'

/** A file that came in a multipart body, whole in memory (its route says how large it may be). */
export interface UploadedFile {
  readonly filename: string
  readonly bytes: Buffer
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What the fields of a multipart body may have together, as much as any other body. */
const FIELDS_BYTES = 1_000_000

/**
 * The body as a tree, whatever way it was sent (JSON, form, multipart); an absent one is empty.
 *
 * @param files the multipart fields that may be files, and how many bytes each may have.
 * @param spool where files go; null keeps them in memory.
 * @throws Problem 400 (cannot be read), 413 (a file is too large), 415 (another content type).
 */
export async function readBody(
  request: FastifyRequest,
  files: Record<string, number>,
  spool: Spool | null,
): Promise<FormTree> {
  const tree = await parse(request, files, spool)
  refuseBadText(tree)
  return tree
}

async function parse(request: FastifyRequest, files: Record<string, number>, spool: Spool | null): Promise<FormTree> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
  if (type === 'multipart/form-data') return await readMultipart(request, files, spool)
  const bytes = request.body as Buffer | undefined
  if (!bytes || bytes.length === 0) return {}
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw badRequest('The body is not valid UTF-8.')
  }
  if (type === 'application/x-www-form-urlencoded') return parseForm(text)
  if (type === 'application/json' || type === '') return parseJson(text)
  throw new Problem(415, 'Send the body as application/json, application/x-www-form-urlencoded or multipart/form-data.')
}

function parseJson(text: string): FormTree {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badRequest('The body is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('The body must be a JSON object.')
  }
  return value as FormTree
}

async function readMultipart(
  request: FastifyRequest,
  files: Record<string, number>,
  spool: Spool | null,
): Promise<FormTree> {
  const tree: FormTree = Object.create(null)
  const largest = Math.max(1, ...Object.values(files))
  const most = Math.max(1, Object.keys(files).length)
  let fieldBytes = 0
  try {
    for await (const part of request.parts({
      // One byte more than is allowed, so that what was cut off is noticed.
      limits: { fileSize: largest + 1, files: most, fields: 200, fieldSize: FIELDS_BYTES + 1 },
    })) {
      if (part.type === 'field') {
        if (typeof part.value !== 'string') continue
        fieldBytes += Buffer.byteLength(part.value)
        if (fieldBytes > FIELDS_BYTES) throw tooLarge('The fields of the body are too large together.')
        putField(tree, part.fieldname, part.value)
        continue
      }
      const allowed = files[part.fieldname]
      const file = await keepFile(part, spool)
      const size = 'bytes' in file ? file.bytes.length : file.size
      // A browser sends an untouched file field as an empty file without a name.
      if (size === 0 && !part.filename) continue
      if (allowed === undefined) throw unprocessable(`There is no file field "${part.fieldname.slice(0, 100)}" here.`)
      if (size > allowed) throw fileTooLarge(allowed)
      if (part.fieldname in tree) throw badRequest(`The file field "${part.fieldname}" came twice.`)
      tree[part.fieldname] = file
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') throw fileTooLarge(largest)
    if (error instanceof Problem || isOurs(error)) throw error
    throw badRequest(`The multipart body cannot be read: ${(error as Error).message}`)
  }
  return tree
}

/** A system call of ours that failed, such as for a full disk; what fails to be read is the client's connection. */
const isOurs = (error: unknown): boolean => {
  const { errno, syscall } = error as NodeJS.ErrnoException
  return errno !== undefined && syscall !== undefined && syscall !== 'read'
}

async function keepFile(part: MultipartFile, spool: Spool | null): Promise<UploadedFile | SpooledFile> {
  const filename = part.filename ?? ''
  return spool ? await spool.keep(filename, part.file) : { filename, bytes: await part.toBuffer() }
}

const fileTooLarge = (bytes: number) => tooLarge(`The file is larger than ${Math.floor(bytes / 1e6)} MB.`)
