/** `npm run proof:fuzz -- [count] [seed]`: the same as in CI, at length. */
import { fuzz } from './run.ts'

const [count = 100_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number)
if (!Number.isInteger(count) || !Number.isInteger(seed) || count < 1) {
  console.error('Use: npm run proof:fuzz -- [count] [seed]')
  process.exit(2)
}
console.log(`${count} requests, seed ${seed}`)
const { requests, findings, statuses, unreached } = await fuzz(seed, count, (line) => console.log(line))
console.log(`\n${requests} requests: ${JSON.stringify(statuses)}`)
console.log(`Never answered with success:\n  ${unreached.join('\n  ') || 'none'}`)
for (const { index, what, request, at } of findings) console.log(`\n#${index} ${at}\n  ${what}\n  ${request}`)
console.log(findings.length === 0 ? 'Nothing was found.' : `\n${findings.length} findings; again: -- ${count} ${seed}`)
process.exit(findings.length === 0 ? 0 : 1)
