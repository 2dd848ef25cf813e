/** What axe finds in a page of a real browser. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Rule and element of each violation in the page as it is, and whether it is too wide. @param within only these parts. */
export async function complaintsOf(page: Page, within: readonly string[] = ['html']): Promise<string[]> {
  await page.evaluate(source)
  const present = await page.evaluate((all) => all.filter((one) => document.querySelector(one)), [...within])
  return await page.evaluate(async (include) => {
    const { axe } = window as unknown as {
      axe: { run(context: { include: string[] }): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({ include })
    const wide = document.documentElement.scrollWidth > innerWidth ? ['it scrolls sideways'] : []
    return [...wide, ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))]
  }, present)
}
