/** What a video may ask of us. The first three are Mastodon's, under the names of its instance document. */
export const VIDEO_LIMITS = {
  /** video_size_limit: of the file. */
  bytes: 99 * 1024 * 1024,
  /** video_frame_rate_limit. */
  framesPerSecond: 120,
  /** video_matrix_limit: width times height. */
  pixels: 8_294_400,
  seconds: 30 * 60,
} as const

/** Mastodon holds audio to the limit of videos. */
export const AUDIO_LIMITS = { bytes: VIDEO_LIMITS.bytes, seconds: 3 * 60 * 60 } as const

/** What the process that converts one file may use; beyond it is killed, and the file is refused. */
export const WORKER_LIMITS = {
  wallClockMs: 10 * 60 * 1000,
  memoryBytes: 1_200_000_000,
  outputBytes: 400_000_000,
  threads: 2,
} as const

/** What we make of videos: at most this area and rate. */
export const OUTPUT_LIMITS = { pixels: 1920 * 1080, framesPerSecond: 60, smallPixels: 640 * 360 } as const
