import { avGetCodecName, type Stream } from 'node-av'
import type { Measured } from './messages.ts'
import { type Input, rateOf, shownSize } from './open.ts'

/** What Mastodon says in `meta` about a video or a sound, read from the finished file. */
export function measure({ demuxer, video, audio, seconds }: Input): Measured {
  const original = { duration: seconds, bitrate: Math.round(demuxer.bitRate * 1000) }
  const common = { length: clock(seconds), duration: Math.round(seconds * 100) / 100, ...(audio ? soundOf(audio) : {}) }
  if (!video) return { ...common, original }
  const { width, height } = shownSize(video)
  const { num, den } = video.avgFrameRate
  return {
    ...common,
    fps: Math.round(rateOf(video) * 100) / 100,
    size: `${width}x${height}`,
    width,
    height,
    aspect: width / height,
    original: { width, height, frame_rate: `${num}/${den}`, ...original },
  }
}

const soundOf = ({ codecpar }: Stream) => ({
  audio_encode: avGetCodecName(codecpar.codecId) ?? 'unknown',
  audio_bitrate: `${codecpar.sampleRate} Hz`,
  audio_channels:
    codecpar.channels === 1 ? 'mono' : codecpar.channels === 2 ? 'stereo' : `${codecpar.channels} channels`,
})

/** `0:01:28.65` */
function clock(seconds: number): string {
  const hundredths = Math.round(seconds * 100)
  const part = (unit: number, most: number) => String(Math.floor(hundredths / unit) % most).padStart(2, '0')
  return `${Math.floor(hundredths / 360_000)}:${part(6000, 60)}:${part(100, 60)}.${part(1, 100)}`
}
