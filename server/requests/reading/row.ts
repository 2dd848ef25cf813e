/**
 * One line of a log, taken apart. There is one of these per thread and it is written over for each line: a million lines
 * a second leave no time to make an object of each. Texts are ranges of the buffer or numbers from a `Names`.
 */
export class Row {
  /** Milliseconds since 1970. */
  at = 0
  /** `kind method route status` as a number of `series` (Names); what it stands for is asked once per name, not per line. */
  series = 0
  status = 0
  /** Microseconds; -1 where none is told. */
  us = -1
  bytes = 0
  /** A hash of who asked, in two halves of 32 bits: of the hashed address, or of the address itself in logs of others. */
  visitorHigh = 0
  visitorLow = 0
  /** Numbers of `agents`, `paths`, `referrers` (Names); -1: none. */
  agent = -1
  path = -1
  referrer = -1
  /** Ours alone; -1: none. */
  account = -1
  post = -1
  profile = -1
  /** Number of `tags`; -1: none. */
  tag = -1
  /** The first `postCount` are valid. */
  posts = new Float64Array(64)
  postCount = 0
}
