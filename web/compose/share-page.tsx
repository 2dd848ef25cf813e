import { useQueryParameter } from '../ui/router.tsx'
import { WritingPage } from './compose-page.tsx'
import { sharedText } from './shared-text.ts'

/** Where other apps share to (Web Share Target): `?title&text&url`. */
export default function SharePage() {
  const title = useQueryParameter('title')
  const text = useQueryParameter('text')
  const url = useQueryParameter('url')
  return <WritingPage text={sharedText(title, text, url)} />
}
