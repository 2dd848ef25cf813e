/** DuckDB doing what `tweeter requests report` does: a part of catch-up.ts. `node bench/catch-up-duckdb.ts FILE table|scans` */
import { DuckDBInstance } from '@duckdb/node-api'

const [path, way] = process.argv.slice(2)
const duck = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
const types = { at: 'BIGINT', kind: 'VARCHAR', method: 'VARCHAR', route: 'VARCHAR', status: 'SMALLINT', us: 'BIGINT' }
const others = { bytes: 'BIGINT', visitor: 'VARCHAR', agent: 'VARCHAR', account: 'BIGINT' }
const columns = Object.entries({ ...types, ...others }).map(([name, type]) => `"${name}": '${type}'`)
const file = `read_json('${path}', format = 'newline_delimited', columns = { ${columns.join(', ')} })`

// Once through the file into memory and then asked often, or the file for each question: whichever is quicker counts.
if (way === 'table') await duck.run(`create temp table requests as select * from ${file}`)
const from = way === 'table' ? 'requests' : file
const ask = async (sql: string) => (await duck.runAndReadAll(sql)).getRowObjects()

const series = await ask(
  `select "at" // 60000 as step, kind, method, route, status, count(*) as requests, sum(bytes) as bytes,
     approx_quantile(us, [0.5, 0.95, 0.99]) as quantiles
   from ${from} group by all`,
)
await ask(`select "at" // 60000 as step, kind, approx_count_distinct(visitor) as visitors from ${from} group by all`)
for (const column of ['agent', 'visitor', 'account']) {
  await ask(`select ${column}, count(*) as requests from ${from} group by all order by requests desc limit 10000`)
}

const statuses: Record<string, number> = {}
let requests = 0
let bytes = 0
for (const row of series) {
  requests += Number(row.requests)
  bytes += Number(row.bytes)
  statuses[`${row.status}`] = (statuses[`${row.status}`] ?? 0) + Number(row.requests)
}
console.log(JSON.stringify({ requests, bytes, statuses }))
