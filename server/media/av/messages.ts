/** What the server asks of the process that converts, and what that answers; both are JSON over the pipe. */
import type { Container } from '../sniff.ts'

export interface Task {
  readonly container: Container
  readonly source: string
  /** An empty folder for what is made. */
  readonly folder: string
}

/** Of the finished file, as read back from it; names as in Mastodon's MediaAttachment. */
export interface Measured {
  length: string
  duration: number
  fps?: number
  size?: string
  width?: number
  height?: number
  aspect?: number
  audio_encode?: string
  audio_bitrate?: string
  audio_channels?: string
  original: { width?: number; height?: number; frame_rate?: string; duration: number; bitrate: number }
}

export interface Made {
  readonly type: 'video' | 'gifv' | 'audio'
  /** In the task's folder: `out.mp4` or `out.mp3`. */
  readonly file: string
  readonly mime: 'video/mp4' | 'audio/mpeg'
  readonly meta: Measured
  /** A file with the first frame, or the cover of a song; not ours in the second case, so not to be trusted. */
  readonly picture: string | null
}

/** `refused` is a sentence for the one who uploaded; `broken` is for the log. */
export type Answer = { made: Made } | { refused: string } | { broken: string }
