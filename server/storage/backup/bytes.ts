/** Reads a stream of bytes in the portions that a format has. */
export class ByteSource {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** So many bytes, fewer only at the end. For small portions. */
  async upTo(length: number): Promise<Buffer> {
    while (this.#rest.length < length && (await this.#more()));
    const taken = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(taken.length)
    return taken
  }

  /** @throws Error when the stream ends before. */
  async exactly(length: number): Promise<Buffer> {
    const taken = await this.upTo(length)
    if (taken.length < length) throw cutShort()
    return taken
  }

  /** The next so many bytes as they come. @throws Error when the stream ends before. */
  async *next(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw cutShort()
      const part = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(part.length)
      left -= part.length
      yield part
    }
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.next(length));
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next()
    if (done) return false
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value])
    return true
  }
}

const cutShort = () => new Error('The stream ended in the middle of something.')
