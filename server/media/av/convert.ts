import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AV_CODEC_ID_AAC,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_MP3,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AV_PKT_DATA_DISPLAYMATRIX,
  BitStreamFilterAPI,
  Decoder,
  Dictionary,
  Encoder,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBMP3LAME,
  FF_ENCODER_LIBX264,
  FF_ENCODER_MJPEG,
  FilterAPI,
  type FormatContext,
  Muxer,
  pipeline,
  type Stream,
} from 'node-av'
import { OUTPUT_LIMITS, VIDEO_LIMITS, WORKER_LIMITS } from './limits.ts'
import { measure } from './measure.ts'
import type { Made, Task } from './messages.ts'
import { DAMAGED, type Input, openInput, Refusal, rateOf, refuseTooLong, shownSize, turnOf } from './open.ts'

type Stages = (Decoder | FilterAPI | Encoder | BitStreamFilterAPI | undefined)[]

const { threads } = WORKER_LIMITS

/**
 * Makes of a file one that every app and browser plays, with nothing in it but picture and sound: H.264 and AAC in MP4,
 * or MP3. What is that already is copied without loss into a new container; everything else is coded anew. Either way
 * the container is ours, so titles, places, subtitles, data streams and what stood behind the end are gone.
 * @throws Refusal
 */
export async function convert(task: Task): Promise<Made> {
  const input = await openInput(task.source, task.container)
  const isVideo = input.video !== null
  const file = isVideo ? 'out.mp4' : 'out.mp3'
  const path = join(task.folder, file)
  await (isVideo ? makeVideo(input, path, task.container === 'gif') : makeAudio(input, path))
  await input.demuxer.close()
  const made = await openInput(path, isVideo ? 'mov' : 'mp3')
  // Headers may say less than there is, or more: what was cut off is no video any more.
  refuseTooLong(made.seconds, isVideo)
  if (made.seconds < input.seconds * 0.9 - 1) throw new Refusal(DAMAGED)
  const type = task.container === 'gif' ? 'gifv' : isVideo ? 'video' : 'audio'
  const meta = measure(made)
  const still = made.video ? await firstFrame(made, made.video, task.folder) : await coverOf(task)
  await made.demuxer.close()
  return { type, file, mime: isVideo ? 'video/mp4' : 'audio/mpeg', meta, picture: still }
}

async function makeVideo(input: Input, path: string, silent: boolean): Promise<void> {
  const { demuxer, video } = input
  const audio = silent ? null : input.audio
  const copies = isPlayable(video!)
  const configure = copies ? forget : forgetTurn
  const output = await Muxer.open(path, { format: 'mp4', options: { movflags: '+faststart' }, configure })
  const seen = copies ? withoutWords(video!) : await recoded(video!, demuxer.bitRate)
  const run = audio
    ? pipeline(demuxer, { video: seen, audio: await sound(audio) }, output)
    : pipeline(demuxer, { video: seen }, output)
  await run.completion
  await output.close()
}

async function makeAudio({ demuxer, audio }: Input, path: string): Promise<void> {
  const options = { id3v2_version: 0, write_id3v1: false }
  const output = await Muxer.open(path, { format: 'mp3', options, configure: forget })
  const isMp3 = audio!.codecpar.codecId === AV_CODEC_ID_MP3
  const stages = isMp3
    ? copied(audio!)
    : await coded(audio!, FF_ENCODER_LIBMP3LAME, { sampleRate: mp3Rate(audio!), bitrate: 192_000 })
  await pipeline(demuxer, { audio: stages }, output).completion
  await output.close()
}

/** Titles and places stand in the metadata of the file and of each stream. */
function forget(context: FormatContext): void {
  context.metadata = new Dictionary()
  for (const stream of context.streams ?? []) stream.metadata = new Dictionary()
}

/** The same for frames that were turned while they were coded anew: the matrix of the source must not turn them again. */
function forgetTurn(context: FormatContext): void {
  forget(context)
  const upright = Buffer.alloc(36)
  for (const [index, value] of [65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30].entries())
    upright.writeInt32LE(value, index * 4)
  for (const { codecpar } of context.streams ?? []) {
    if (codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX))
      codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, upright)
  }
}

/** H.264 as browsers and phones decode it, in our bounds. */
function isPlayable(video: Stream): boolean {
  const { codecId, format, width, height, extradataSize } = video.codecpar
  return (
    codecId === AV_CODEC_ID_H264 &&
    (format === AV_PIX_FMT_YUV420P || format === AV_PIX_FMT_YUVJ420P) &&
    width * height <= OUTPUT_LIMITS.pixels &&
    rateOf(video) <= OUTPUT_LIMITS.framesPerSecond &&
    extradataSize > 0
  )
}

/** Without the supplemental units (SEI), in which cameras write whatever they like, places included. */
const withoutWords = (video: Stream): Stages => [
  BitStreamFilterAPI.create('filter_units', video, { options: { remove_types: '6' } }),
]

const copied = (stream: Stream): Stages => [BitStreamFilterAPI.create('null', stream)]

async function recoded(video: Stream, inputKilobits: number): Promise<Stages> {
  const decoder = await Decoder.create(video, { threadCount: threads, options: { max_pixels: VIDEO_LIMITS.pixels } })
  const shown = shownSize(video)
  const { width, height } = bounded(shown, OUTPUT_LIMITS.pixels)
  const rate = rateOf(video) > OUTPUT_LIMITS.framesPerSecond ? [`fps=${OUTPUT_LIMITS.framesPerSecond}`] : []
  const steps = [...turning(video), ...rate, `scale=${width}:${height}`, 'setsar=1', 'format=yuv420p']
  const filter = FilterAPI.create(steps.join(), { threads })
  // H.264 needs more bits than newer codecs for the same picture; 0 is a file that does not say.
  const kilobits = Math.min(6000, Math.max(1000, inputKilobits > 0 ? inputKilobits * 2 : 4000))
  const encoder = await Encoder.create(FF_ENCODER_LIBX264, {
    decoder,
    filter,
    threadCount: threads,
    maxRate: kilobits * 1000,
    bufSize: kilobits * 2000,
    options: { preset: 'veryfast', crf: 23 },
  })
  return [decoder, filter, encoder]
}

/** What `turnOf` says, done to the frames. */
function turning(video: Stream): string[] {
  const filters = { 0: [], 90: ['transpose=clock'], 180: ['hflip', 'vflip'], 270: ['transpose=cclock'] }
  return filters[turnOf(video)]
}

/** The same shape within an area, with even sides, as 4:2:0 needs them. */
function bounded({ width, height }: { width: number; height: number }, area: number) {
  const scale = Math.min(1, Math.sqrt(area / (width * height)))
  const even = (side: number) => Math.max(2, Math.floor((side * scale) / 2) * 2)
  return { width: even(width), height: even(height) }
}

async function sound(audio: Stream): Promise<Stages> {
  const { codecId, channels, extradataSize } = audio.codecpar
  const isPlayable = codecId === AV_CODEC_ID_AAC && channels <= 2 && extradataSize > 0
  return isPlayable ? copied(audio) : await coded(audio, FF_ENCODER_AAC, { sampleRate: 48_000, bitrate: 128_000 })
}

async function coded(
  audio: Stream,
  codec: typeof FF_ENCODER_AAC | typeof FF_ENCODER_LIBMP3LAME,
  to: { sampleRate: number; bitrate: number },
): Promise<Stages> {
  const decoder = await Decoder.create(audio, { threadCount: 1 })
  const layout = audio.codecpar.channels === 1 ? 'mono' : 'stereo'
  const filter = FilterAPI.create(
    `aresample=${to.sampleRate},aformat=sample_fmts=fltp:sample_rates=${to.sampleRate}:channel_layouts=${layout}`,
  )
  return [decoder, filter, await Encoder.create(codec, { decoder, filter, bitrate: to.bitrate })]
}

/** MP3 knows few rates: the file's own if it is one of them. */
const mp3Rate = ({ codecpar }: Stream) =>
  [32_000, 44_100, 48_000].includes(codecpar.sampleRate) ? codecpar.sampleRate : 44_100

/** As a JPEG. @throws Refusal when not one frame can be decoded. */
async function firstFrame({ demuxer }: Input, video: Stream, folder: string): Promise<string> {
  const decoder = await Decoder.create(video, { threadCount: 1, options: { max_pixels: VIDEO_LIMITS.pixels } })
  const { width, height } = bounded(shownSize(video), OUTPUT_LIMITS.smallPixels)
  const filter = FilterAPI.create([...turning(video), `scale=${width}:${height}`, 'setsar=1', 'format=yuvj420p'].join())
  for await (const frame of filter.frames(decoder.frames(demuxer.packets(video.index)))) {
    if (!frame) break
    const path = join(folder, 'frame.jpg')
    await writeFile(path, await Encoder.encodeOne(FF_ENCODER_MJPEG, frame, { context: { qMin: 2, qMax: 4 } }))
    return path
  }
  throw new Refusal(DAMAGED)
}

/** The picture of a song as it stands in the file; whoever reads it must expect anything. */
async function coverOf(task: Task): Promise<string | null> {
  const { demuxer, cover } = await openInput(task.source, task.container)
  if (cover) {
    for await (const packet of demuxer.packets(cover.index)) {
      if (!packet?.data) break
      const path = join(task.folder, 'cover')
      await writeFile(path, packet.data)
      return path
    }
  }
  await demuxer.close()
  return null
}
