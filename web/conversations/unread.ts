/** How many conversations have something unread; for the frame. */
import { liveCount } from '../notifications/count.ts'

const unread = liveCount(
  '/api/tweeter/v1/conversations/unread_count',
  { stream: 'direct' },
  ({ event }) => event === 'conversation',
)

/** Keeps itself true by the stream. */
export const useUnreadMessages = unread.use
/** After a change that no stream tells of. */
export const recountMessages = unread.refresh
