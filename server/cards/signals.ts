import { signal } from '../signals/index.ts'

/** `putOff`: how often it had to wait since somebody wanted it. */
export const cardWanted = signal<{ url: string; putOff: number }>(
  'cards.wanted',
  'A link was posted of which no preview is known, or an old one; the page should be asked.',
)

/** Caches of the card are forgotten before this is heard by modules above. */
export const cardFetched = signal<{ url: string }>(
  'cards.fetched',
  'A linked page was asked, and its preview is there, has changed, or is gone.',
)

export const cardPictureLeft = signal<{ name: string }>(
  'cards.picture-left',
  'The picture of a preview is shown no more; its file can go.',
)
