import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  Codec,
  Demuxer,
  type Stream,
} from 'node-av'
import type { Container } from '../sniff.ts'
import { AUDIO_LIMITS, VIDEO_LIMITS } from './limits.ts'

/** The decoders that a stranger's bytes may reach; FFmpeg has some five hundred, and old ones have old faults. */
const DECODERS = [
  ...['h264', 'hevc', 'vp8', 'vp9', 'libvpx', 'libvpx-vp9', 'libdav1d', 'av1', 'mpeg4', 'theora', 'gif'],
  ...['aac', 'mp3float', 'mp3', 'opus', 'libopus', 'vorbis', 'libvorbis', 'flac', 'alac'],
  ...['u8', 's16le', 's24le', 's32le', 'f32le', 'f64le', 's16be', 's24be', 's32be', 'f32be'].map(
    (kind) => `pcm_${kind}`,
  ),
]

/** A sentence for the one who uploaded. */
export class Refusal extends Error {}

export const DAMAGED = 'The file cannot be read: it is damaged or incomplete.'

/** An opened file of which only what we use is looked at. */
export interface Input {
  readonly demuxer: Demuxer
  readonly video: Stream | null
  readonly audio: Stream | null
  /** A picture in the file, as songs have. */
  readonly cover: Stream | null
  /** In seconds, as far as the file says; 0 if it does not. */
  readonly seconds: number
}

/**
 * Opens a file by the one demuxer that it was recognised by, so nothing is guessed from its content or its name. That
 * demuxer may open nothing else: only the protocol of local files exists for it, and references of QuickTime into other
 * files are off.
 * @throws Refusal for what cannot be read, holds neither video nor sound, or asks too much.
 */
export async function openInput(path: string, container: Container): Promise<Input> {
  const options = {
    protocol_whitelist: 'file',
    codec_whitelist: DECODERS.join(),
    max_streams: 32,
    ...(container === 'mov' ? { enable_drefs: 0, use_absolute_path: 0 } : {}),
  }
  const demuxer = await Demuxer.open(path, { format: container, options }).catch(() => {
    throw new Refusal(DAMAGED)
  })
  const isCover = (stream: Stream) => (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) !== 0
  const ofType = (type: number) => demuxer.streams.filter((stream) => stream.codecpar.codecType === type)
  const input = {
    demuxer,
    video: ofType(AVMEDIA_TYPE_VIDEO).find((stream) => !isCover(stream)) ?? null,
    audio: ofType(AVMEDIA_TYPE_AUDIO).find((stream) => stream.codecpar.channels > 0) ?? null,
    cover: ofType(AVMEDIA_TYPE_VIDEO).find(isCover) ?? null,
    seconds: Number.isFinite(demuxer.duration) ? demuxer.duration : 0,
  }
  refuseTooMuch(input)
  return input
}

function refuseTooMuch({ video, audio, seconds }: Input): void {
  if (!video && !audio) throw new Refusal('The file has neither a picture nor a sound that can be played.')
  refuseTooLong(seconds, video !== null)
  for (const stream of [video, audio]) if (stream) requireDecoder(stream)
  if (!video) return
  const { width, height } = video.codecpar
  if (width < 1 || height < 1) throw new Refusal(DAMAGED)
  if (width * height > VIDEO_LIMITS.pixels) {
    throw new Refusal(`The video has ${width}x${height} pixels; it may have at most ${VIDEO_LIMITS.pixels} together.`)
  }
  const rate = rateOf(video)
  if (rate > VIDEO_LIMITS.framesPerSecond) {
    throw new Refusal(
      `The video has ${Math.round(rate)} frames a second; it may have at most ${VIDEO_LIMITS.framesPerSecond}.`,
    )
  }
}

/** @throws Refusal */
export function refuseTooLong(seconds: number, isVideo: boolean): void {
  const most = isVideo ? VIDEO_LIMITS.seconds : AUDIO_LIMITS.seconds
  if (seconds <= most) return
  const what = isVideo ? 'video' : 'recording'
  throw new Refusal(`The ${what} takes ${Math.ceil(seconds / 60)} minutes; it may take at most ${most / 60}.`)
}

function requireDecoder(stream: Stream): void {
  const name = Codec.findDecoder(stream.codecpar.codecId)?.name ?? 'unknown'
  if (!DECODERS.includes(name)) throw new Refusal(`The file is coded in a way that is not taken here (${name}).`)
}

/** Frames a second on average, as the file says; 0 if it does not. */
export function rateOf({ avgFrameRate: { num, den } }: Stream): number {
  return num > 0 && den > 0 ? num / den : 0
}

/**
 * By how many degrees, clockwise, a player turns the frames: phones film sideways and say so in a matrix of 16.16 fixed
 * point numbers (ISO/IEC 14496-12, 8.3.2).
 */
export function turnOf(stream: Stream): 0 | 90 | 180 | 270 {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (!matrix || matrix.length < 36) return 0
  const degrees = (Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0)) * 180) / Math.PI
  return ((((Math.round(degrees / 90) * 90) % 360) + 360) % 360) as 0 | 90 | 180 | 270
}

/** As a player shows it: turned, and with square pixels. */
export function shownSize(stream: Stream): { width: number; height: number } {
  const { width, height, sampleAspectRatio } = stream.codecpar
  const stretch =
    sampleAspectRatio.num > 0 && sampleAspectRatio.den > 0 ? sampleAspectRatio.num / sampleAspectRatio.den : 1
  // A few files claim pixels of absurd shapes.
  const shown = stretch > 0.1 && stretch < 10 ? Math.max(1, Math.round(width * stretch)) : width
  return turnOf(stream) % 180 === 0 ? { width: shown, height } : { width: height, height: shown }
}
