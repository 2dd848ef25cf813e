/** A page of nothing but media, for the browser test: the posts whose ids stand after the `#`, one grid each, and tiles. */
import { createRoot } from 'react-dom/client'
import type { Status } from '../../server/posts/schema.ts'
import { get } from '../api/http.ts'
import { loadMessages } from '../messages/index.ts'
import '../../server/http/tokens.css'
import '../ui/base.css'
import { MediaGrid } from './media-grid.tsx'
import { MediaTiles } from './media-tile-grid.tsx'
import { MediaViewerOverlay } from './viewer-overlay.tsx'

await loadMessages()
const ids = location.hash.slice(1).split(',')
const posts = await Promise.all(ids.map((id) => get<Status>(`/api/v1/statuses/${id}`)))
const tiles = posts.flatMap(({ id, account, sensitive, media_attachments }) =>
  media_attachments.map((attachment) => ({ statusId: id, path: `/@${account.acct}/${id}`, attachment, sensitive })),
)
createRoot(document.getElementById('app')!).render(
  <main style={{ maxInlineSize: '40rem', marginInline: 'auto', padding: '1rem' }}>
    <h1>Media</h1>
    {posts.map(({ id, sensitive, media_attachments }) => (
      <article key={id} data-post={id}>
        <MediaGrid attachments={media_attachments} sensitive={sensitive} />
      </article>
    ))}
    <section aria-label="Tiles">
      <MediaTiles items={tiles} opens="viewer" />
    </section>
    <MediaViewerOverlay />
  </main>,
)
