const BOMS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/**
 * The text of a page, in the order of the HTML standard: what the bytes begin with, what the header says, what the
 * first 1,024 bytes say, and else UTF-8 where that fits, or windows-1252, which fits always.
 */
export function decodePage(bytes: Buffer, contentType = ''): string {
  const bom = BOMS.find(([, marks]) => marks.every((mark, index) => bytes[index] === mark))
  const said = bom?.[0] ?? /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1] ?? metaCharset(bytes)
  return (said !== undefined && decoded(bytes, said)) || decoded(bytes, 'utf-8', true) || decoded(bytes, 'windows-1252')
}

/** A page that can read its own <meta> is no UTF-16, whatever that says. */
function metaCharset(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 1024).toString('latin1')
  const said = /<meta[^>]{0,500}?charset\s*=\s*["']?([\w:.-]+)/i.exec(start)?.[1]
  return said && /^utf-16/i.test(said) ? 'utf-8' : said
}

/** Empty for a charset that nobody knows, and, where it must fit, for bytes that do not. */
function decoded(bytes: Buffer, charset: string, fatal = false): string {
  try {
    // As a stream, because a page that was cut may end within a character.
    return new TextDecoder(charset, { fatal }).decode(bytes, { stream: true })
  } catch {
    return ''
  }
}
