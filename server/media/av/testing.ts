/** Small real files, made by the same FFmpeg that reads them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AV_LOG_QUIET,
  AV_PKT_DATA_DISPLAYMATRIX,
  Decoder,
  Demuxer,
  Dictionary,
  Encoder,
  type EncoderOptions,
  FilterAPI,
  Log,
  Muxer,
  pipeline,
} from 'node-av'

Log.setLevel(AV_LOG_QUIET)

type EncoderName = Parameters<typeof Encoder.create>[0]

export interface Sample {
  /** How FFmpeg calls the container, and the ending of the file. */
  readonly format: string
  readonly video?: string
  /** `320x240`, by default. */
  readonly size?: string
  readonly rate?: number
  readonly audio?: string
  readonly channels?: number
  readonly seconds?: number
  readonly metadata?: Record<string, string>
  /** What a phone that was held sideways writes, in degrees clockwise. */
  readonly turned?: 90 | 180 | 270
  readonly options?: Record<string, string | number>
}

const stagesOf = async (input: Demuxer, codec: string, filters: string) => {
  const decoder = await Decoder.create(input.streams[0]!)
  const filter = FilterAPI.create(filters)
  const options = { decoder, filter, autoResample: true, autoFormat: true } satisfies EncoderOptions
  return [decoder, filter, await Encoder.create(codec as unknown as EncoderName, options)]
}

/** @returns the bytes of a file that shows a test card and plays a tone. */
export async function makeAv(sample: Sample): Promise<Buffer> {
  const { format, video, audio, seconds = 1, size = '160x120', rate = 10, channels = 1 } = sample
  const folder = await mkdtemp(join(tmpdir(), 'sample-'))
  const path = join(folder, 'sample')
  try {
    const output = await Muxer.open(path, {
      format,
      options: sample.options ?? {},
      configure: (context) => {
        if (sample.metadata) context.metadata = Dictionary.fromObject(sample.metadata)
        const shown = context.streams?.[0]
        if (sample.turned) shown?.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, matrix(sample.turned))
      },
    })
    const card =
      video && (await Demuxer.open(`testsrc=size=${size}:rate=${rate}:duration=${seconds}`, { format: 'lavfi' }))
    const tone = audio && (await Demuxer.open(`sine=frequency=440:duration=${seconds}`, { format: 'lavfi' }))
    const layout = channels === 1 ? 'mono' : 'stereo'
    const seen = card && (await stagesOf(card, video, video === 'gif' ? 'format=rgb8' : 'format=yuv420p'))
    const heard = tone && (await stagesOf(tone, audio, `aresample=48000,aformat=channel_layouts=${layout}`))
    if (card && tone)
      await pipeline({ video: card, audio: tone }, { video: seen, audio: heard } as never, output).completion
    else if (card) await pipeline(card, { video: seen } as never, output).completion
    else if (tone) await pipeline(tone, { audio: heard } as never, output).completion
    for (const one of [card, tone]) if (one) await one.close()
    await output.close()
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** ISO/IEC 14496-12, 8.3.2, in 16.16 fixed point (the last column 2.30). */
function matrix(degrees: 90 | 180 | 270): Buffer {
  const [cos, sin] = { 90: [0, 1], 180: [-1, 0], 270: [0, -1] }[degrees] as [number, number]
  const bytes = Buffer.alloc(36)
  const values = [cos * 65536, sin * 65536, 0, -sin * 65536, cos * 65536, 0, 0, 0, 1 << 30]
  for (const [index, value] of values.entries()) bytes.writeInt32LE(value, index * 4)
  return bytes
}

export const makeVideo = (more: Partial<Sample> = {}) =>
  makeAv({ format: 'mp4', video: 'libx264', audio: 'aac', ...more })
