/** What another app shares, as the text of a post: each part once (many apps put the address into the text as well). */
export function sharedText(title: string, text: string, url: string): string {
  const parts: string[] = []
  for (const part of [title, text, url].map((one) => one.trim())) {
    if (part && !parts.some((one) => one.includes(part))) parts.push(part)
  }
  return parts.filter((part, at) => !parts.some((other, index) => index !== at && other.includes(part))).join('\n\n')
}
