import type { MediaAttachment } from '../../server/media/schema.ts'

export interface MediaGridProps {
  readonly attachments: readonly MediaAttachment[]
  /** Covered until somebody opens it. */
  readonly sensitive: boolean
}

/** The pictures, films and sounds of a post. */
export const MediaGrid = ({ attachments }: MediaGridProps) => <p>{attachments.length}</p>
