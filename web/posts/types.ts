/** The shapes of posts, as the server gives them. */
export type { Poll, Status, StatusEdit } from '../../server/posts/schema.ts'
