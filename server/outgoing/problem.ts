/**
 * A request to the outside did not come to an answer. The message says why, for a log or for whoever gave the address.
 *
 * - `refused`: we do not ask such an address (a private network, another scheme, credentials, too many redirects);
 *   asking again is of no use.
 * - `unreachable`: nobody answered, in time or at all, or what came was no HTTP; later it may work.
 * - `busy`: that server was asked as often as the caller allows for now; nothing was sent to it.
 */
export class OutsideError extends Error {
  readonly kind: 'refused' | 'unreachable' | 'busy'

  constructor(kind: OutsideError['kind'], message: string) {
    super(message)
    this.name = 'OutsideError'
    this.kind = kind
  }
}

export const refused = (message: string) => new OutsideError('refused', message)
export const unreachable = (message: string) => new OutsideError('unreachable', message)
