/** For tests of the second factor: a person who has one, and the codes of their app. */
import { generateSync } from 'otplib'
import type { World } from '../../../testing/world.ts'
import { type Browser, PASSWORD } from '../../oauth/testing.ts'

/** What the authenticator app shows, `steps` half-minutes from the world's now. */
export const codeOf = (world: World, secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(world.app.now().getTime() / 1000) + 30 * steps })

/** Through the pages. @returns the secret and the recovery codes; the world is a minute older, so codes are fresh. */
export async function setUp(world: World, browser: Browser): Promise<{ secret: string; codes: string[] }> {
  const begun = await browser.submit(await browser.get(PAGE), `${PAGE}/set_up`, { password: PASSWORD })
  const secret = secretIn(begun.text)
  const done = await browser.submit(begun, `${PAGE}/confirm`, { code: codeOf(world, secret) })
  world.pass(60_000)
  return { secret, codes: codesIn(done.text) }
}

export const PAGE = '/settings/second_factor'
export const secretIn = (page: string): string =>
  /<code class="key">([A-Z2-7 ]+)</.exec(page)?.[1]?.replaceAll(' ', '') ?? ''
export const codesIn = (page: string): string[] => [...page.matchAll(/<code>([a-z2-7-]{19})</g)].map((one) => one[1]!)
