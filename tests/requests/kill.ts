/** `npm run proof:requests-kill [-- TIMES]`: as kill.test.ts, a hundred times unless said otherwise. */
import { killAndCompare } from './killing.ts'

const kills = Number(process.argv[2] ?? 100)
const records = await killAndCompare(kills, (line) => console.log(line))
console.log(
  `${records} records in two logs, ${kills} times killed: requests, bytes, statuses, routes and views are as written.`,
)
