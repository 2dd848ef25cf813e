import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { type Container, sniffAv, sniffImage } from '../sniff.ts'
import { DAMAGED } from './open.ts'
import { runWorker } from './run.ts'
import { makeAv, makeVideo, type Sample } from './testing.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convert-'))
})
after(() => rm(folder, { recursive: true }))

const never = new AbortController().signal

async function convert(bytes: Uint8Array, container: Container, signal = never, wallClockMs?: number) {
  const place = await mkdtemp(join(folder, 'one-'))
  const task = { container, source: join(place, 'source'), folder: join(place, 'out') }
  await mkdir(task.folder)
  await writeFile(task.source, bytes)
  return await runWorker(task, signal, wallClockMs)
}

const containerOf = (bytes: Uint8Array) => (sniffImage(bytes) === 'gif' ? 'gif' : sniffAv(bytes)?.container)

async function made(bytes: Uint8Array) {
  const answer = await convert(bytes, containerOf(bytes)!)
  assert.ok('made' in answer, JSON.stringify(answer))
  const out = await readFile(answer.made.picture ?? '/dev/null')
  return { ...answer.made, still: out }
}

async function refusal(bytes: Uint8Array, container = containerOf(bytes)!): Promise<string> {
  const answer = await convert(bytes, container)
  assert.ok('refused' in answer, JSON.stringify(answer))
  return answer.refused
}

/** The finished file, by the folder of its still or by reading it again. */
async function output(bytes: Uint8Array): Promise<Buffer> {
  const place = await mkdtemp(join(folder, 'out-'))
  const source = join(place, 'source')
  await writeFile(source, bytes)
  const out = join(place, 'out')
  await mkdir(out)
  const answer = await runWorker({ container: containerOf(bytes)!, source, folder: out }, never)
  assert.ok('made' in answer, JSON.stringify(answer))
  return await readFile(join(out, answer.made.file))
}

describe('what comes out', () => {
  test('videos of every kind become H.264 and AAC in MP4, and have a still', async () => {
    const samples: [Sample, Container][] = [
      [{ format: 'mp4', video: 'libx264', audio: 'aac' }, 'mov'],
      [{ format: 'mp4', video: 'libx265' }, 'mov'],
      [{ format: 'mov', video: 'mpeg4', audio: 'pcm_s16le' }, 'mov'],
      [{ format: 'webm', video: 'libvpx', audio: 'libopus' }, 'matroska'],
      [{ format: 'webm', video: 'libvpx-vp9' }, 'matroska'],
      [{ format: 'matroska', video: 'libx264', audio: 'libmp3lame' }, 'matroska'],
    ]
    for (const [sample, container] of samples) {
      const bytes = await makeAv(sample)
      assert.equal(containerOf(bytes), container)
      const { type, mime, meta, still } = await made(bytes)
      assert.deepEqual([type, mime, meta.size, meta.original.width], ['video', 'video/mp4', '160x120', 160])
      assert.ok(meta.duration > 0.85 && meta.duration < 1.1, `${meta.duration}`)
      assert.match(meta.original.frame_rate!, /^\d+\/\d+$/)
      assert.match(meta.length, /^0:00:0[01]\.\d\d$/)
      assert.ok(meta.original.bitrate > 1000)
      assert.deepEqual(
        [meta.audio_encode, meta.audio_bitrate, meta.audio_channels],
        sample.audio ? ['aac', '48000 Hz', 'mono'] : [undefined, undefined, undefined],
      )
      assert.equal((await sharp(still).metadata()).format, 'jpeg')
    }
  })

  test('sounds of every kind become MP3', async () => {
    const samples: [string, string, Container][] = [
      ['mp3', 'libmp3lame', 'mp3'],
      ['ogg', 'libopus', 'ogg'],
      ['wav', 'pcm_s16le', 'wav'],
      ['flac', 'flac', 'flac'],
      ['ipod', 'aac', 'mov'],
      ['adts', 'aac', 'aac'],
      ['webm', 'libopus', 'matroska'],
    ]
    for (const [format, audio, container] of samples) {
      const bytes = await makeAv({ format, audio, channels: 2 })
      assert.equal(containerOf(bytes), container, format)
      const { type, mime, meta, picture } = await made(bytes)
      assert.deepEqual([type, mime, picture], ['audio', 'audio/mpeg', null])
      assert.deepEqual([meta.audio_encode, meta.audio_bitrate, meta.audio_channels], ['mp3', '48000 Hz', 'stereo'])
      assert.ok(meta.duration > 0.85 && meta.duration < 1.1, `${format}: ${meta.duration}`)
    }
  })

  test('a GIF that moves becomes a silent video', async () => {
    const { type, meta } = await made(await makeAv({ format: 'gif', video: 'gif' }))
    assert.deepEqual(
      [type, meta.size, meta.fps, meta.duration, meta.audio_encode],
      ['gifv', '160x120', 10, 1, undefined],
    )
  })

  test('a video that was filmed sideways stands upright, copied or coded anew', async () => {
    const samples = [makeVideo({ turned: 90 }), makeAv({ format: 'mov', video: 'mpeg4', turned: 90 })]
    const stills: Buffer[] = []
    for (const sample of samples) {
      const { meta, still } = await made(await sample)
      assert.equal(meta.size, '120x160')
      stills.push(await sharp(still).resize(8, 8, { fit: 'fill' }).raw().toBuffer())
    }
    const straight = (await made(await makeVideo())).still
    stills.push(await sharp(straight).rotate(90).resize(8, 8, { fit: 'fill' }).raw().toBuffer())
    for (const still of stills) {
      const off = still.reduce((sum, value, at) => sum + Math.abs(value - stills[0]![at]!), 0) / still.length
      assert.ok(off < 12, `${off}`)
    }
  })

  test('what is large or fast is brought into bounds', async () => {
    const large = await made(await makeAv({ format: 'mp4', video: 'mpeg4', size: '2560x1440', rate: 5 }))
    assert.equal(large.meta.size, '1920x1080')
    assert.equal((await made(await makeVideo({ rate: 100 }))).meta.fps, 60)
  })

  test('H.264 is copied, not coded again; nothing else of the file is left', async () => {
    const metadata = { location: '+52.5163+013.3777/', title: 'my secret title', comment: 'my secret comment' }
    const options = { movflags: 'use_metadata_tags' }
    const page = '<html><script>alert("my secret page")</script></html>'
    const bytes = Buffer.concat([await makeVideo({ metadata, options, seconds: 2 }), Buffer.from(page)])
    const has = (file: Buffer, text: string) => file.includes(text)
    for (const text of ['+52.5163', 'my secret title', 'my secret comment', 'my secret page', 'x264 - core'])
      assert.ok(has(bytes, text), text)
    const out = await output(bytes)
    for (const text of ['+52.5163', 'my secret', 'x264 - core', '<script']) assert.ok(!has(out, text), text)
    // The picture data itself is the same.
    const slice = bytes.subarray(bytes.indexOf('mdat') + 2000, bytes.indexOf('mdat') + 2200)
    assert.ok(out.includes(slice))
    assert.ok(out.indexOf('moov') < out.indexOf('mdat'), 'a player can begin before it has all')
    const song = await makeAv({ format: 'mp3', audio: 'libmp3lame', metadata: { title: 'my secret song' } })
    assert.ok(has(song, 'my secret song'))
    assert.ok(!has(await output(song), 'my secret song'))
  })

  test('the cover of a song is its picture', async () => {
    const cover = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#f00' } })
      .png()
      .toBuffer()
    const song = await makeAv({ format: 'mp3', audio: 'libmp3lame', options: { id3v2_version: 0 } })
    const { type, still } = await made(Buffer.concat([id3With(cover), song]))
    assert.equal(type, 'audio')
    assert.ok(still.equals(cover))
  })
})

/** ID3v2.3, 4.15: a tag with a picture. */
function id3With(picture: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), picture])
  const frame = Buffer.alloc(10)
  frame.write('APIC', 'latin1')
  frame.writeUInt32BE(body.length, 4)
  const length = frame.length + body.length
  const header = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, ...[21, 14, 7, 0].map((shift) => (length >> shift) & 0x7f)])
  return Buffer.concat([header, frame, body])
}

describe('what is refused', () => {
  test('files that are cut short, wherever', async () => {
    const plain = await makeVideo({ seconds: 3 })
    const streamed = await makeVideo({ seconds: 3, options: { movflags: 'faststart' } })
    const gif = await makeAv({ format: 'gif', video: 'gif' })
    for (const bytes of [plain, streamed]) {
      for (const part of [0.02, 0.5]) assert.equal(await refusal(bytes.subarray(0, bytes.length * part)), DAMAGED)
    }
    assert.equal(await refusal(gif.subarray(0, 20)), DAMAGED)
  })

  test('anything with the right beginning and nothing behind it', async () => {
    const beginnings = [
      '\0\0\0\x18ftypisom\0\0\0\0isomiso2',
      '\x1aE\xdf\xa3',
      'OggS\0\x02',
      'RIFF\xff\xff\xff\xffWAVEfmt ',
      'fLaC\0',
      'ID3\x03\0\0\0\0\0\0',
      '\xff\xfb\x90\0',
      'GIF89a\xff\xff\xff\xff\0\0\0',
    ]
    for (const beginning of beginnings) {
      for (const filling of [0, 0xff]) {
        const bytes = Buffer.concat([Buffer.from(beginning, 'latin1'), Buffer.alloc(5000, filling)])
        assert.ok((await refusal(bytes)).length > 10, beginning)
      }
    }
  })

  test('playlists and scripts that name other files, under any name', async () => {
    const playlist = Buffer.from('#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n')
    const script = Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\n")
    const sdp = Buffer.from('v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 1234 RTP/AVP 96\n')
    for (const bytes of [playlist, script, sdp]) {
      assert.equal(containerOf(bytes), undefined)
      for (const container of ['mov', 'matroska', 'mp3', 'ogg'] as const) {
        assert.equal(await refusal(bytes, container), DAMAGED)
      }
    }
  })

  test('pictures too large, too many of them, and claims of enormous length', async () => {
    assert.match(
      await refusal(await makeAv({ format: 'mp4', video: 'mpeg4', size: '4096x2304', rate: 1 })),
      /4096x2304 pixels/,
    )
    const gif = await makeAv({ format: 'gif', video: 'gif' })
    gif.writeUInt16LE(65_535, 6)
    gif.writeUInt16LE(65_535, 8)
    assert.match(await refusal(gif), /65535x65535 pixels|damaged/)
    assert.match(await refusal(await makeVideo({ rate: 130 })), /130 frames a second/)
    // The count of samples in FLAC's header has 36 bits (RFC 9639, 8.2).
    const flac = await makeAv({ format: 'flac', audio: 'flac' })
    flac.fill(0xff, 22, 26)
    assert.match(await refusal(flac), /takes \d+ minutes; it may take at most 180/)
  })

  test('codecs that nobody uses any more', async () => {
    assert.match(await refusal(await makeAv({ format: 'mov', video: 'cinepak' })), /not taken here|damaged/)
  })

  test('work that takes too long, and work that we end ourselves', async () => {
    const bytes = await makeAv({ format: 'mp4', video: 'mpeg4', size: '1920x1080', rate: 25, seconds: 3 })
    const began = Date.now()
    const answer = await convert(bytes, 'mov', never, 400)
    assert.ok('refused' in answer && /takes too long/.test(answer.refused), JSON.stringify(answer))
    assert.ok(Date.now() - began < 3000)
    await assert.rejects(convert(bytes, 'mov', AbortSignal.timeout(300)), { name: 'TimeoutError' })
  })
})
