/**
 * `tweeter <command>`. Exit codes: 0 done, 1 failed, 2 wrong use (of the command line, or of a setting). Results go to
 * the standard output, everything else to the standard error.
 */
import { readFileSync } from 'node:fs'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { Call, type Command, WrongUse } from './command.ts'
import { commands } from './commands.ts'
import { helpOf, nearest, overview } from './help.ts'

/** Runs one command line; sets the process's exit code. */
export async function main(line: readonly string[]): Promise<void> {
  // `tweeter routes | head` closes our output early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  try {
    await run(line[0] === 'help' ? [...line.slice(1), '--help'] : line)
  } catch (error) {
    process.exitCode = complain(error, commandOf(line))
  }
}

/** The longest name of a command that the line begins with. */
function commandOf(line: readonly string[]): string | undefined {
  return [line.slice(0, 2).join(' '), line[0] ?? ''].find((name) => Object.hasOwn(commands, name))
}

async function run(line: readonly string[]): Promise<void> {
  const first = line[0]
  if (first === '--version' || first === '-v') return console.log(version())
  const name = commandOf(line)
  if (name === undefined) return withoutCommand(line)
  const command = commands[name]!
  const rest = line.slice(name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) return console.log(helpOf(name, command))
  const call = read(name, command, rest)
  await (await command.load())(call)
}

/** Help that was asked for, or no command at all, or one that does not exist. */
function withoutCommand(line: readonly string[]): void {
  const words = line.slice(0, 2).filter((word) => !word.startsWith('-'))
  const noun = Object.keys(commands).some((name) => name.startsWith(`${words[0]} `)) ? words[0] : undefined
  const asked = line.includes('--help') || line.includes('-h')
  if (asked && words.length === (noun ? 1 : 0)) {
    console.log(overview(noun))
    return
  }
  if (words.length === 0 && line.length > 0) throw new WrongUse(`There is no option ${line[0]}.`)
  if (words.length === (noun ? 1 : 0)) {
    console.error(overview(noun))
    process.exitCode = 2
    return
  }
  const typed = words.join(' ')
  const near = nearest(typed) ?? nearest(words[0]!)
  throw new WrongUse(`There is no command "${typed}".${near ? ` Did you mean "${near}"?` : ''}`)
}

function read(name: string, command: Command, rest: readonly string[]): Call {
  const options: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(command.options).map(([option, { value }]) => [option, { type: value ? 'string' : 'boolean' }]),
  )
  const parsed = parse(rest, options)
  const most = command.args.some((arg) => arg.endsWith('…]')) ? Number.POSITIVE_INFINITY : command.args.length
  const missing = command.args.filter((arg) => !arg.startsWith('['))[parsed.positionals.length]
  if (missing) throw new WrongUse(`${missing} is missing: tweeter ${[name, ...command.args].join(' ')}`)
  if (parsed.positionals.length > most) throw new WrongUse(`"${parsed.positionals[most]}" is one word too many.`)
  return new Call(parsed.positionals, parsed.values as Record<string, string | boolean | undefined>)
}

function parse(rest: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: withTimes(rest, options), options, allowPositionals: true, strict: true })
  } catch (error) {
    // Node goes on to explain how to pass a word that begins with a dash.
    throw new WrongUse(`${(error as Error).message.split('. ')[0]!.replace(/\.$/, '')}.`)
  }
}

/** `--from -1h` as `--from=-1h`: a time may begin with a dash, which Node takes for another option. */
function withTimes(rest: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const isTime = (word: string | undefined, before: string | undefined) =>
    /^-\d+[a-z]$/.test(word ?? '') && options[before?.slice(2) ?? '']?.type === 'string'
  return rest.flatMap((word, index) => {
    if (isTime(word, rest[index - 1])) return []
    return [isTime(rest[index + 1], word) ? `${word}=${rest[index + 1]}` : word]
  })
}

/** Says what went wrong, in a line; @returns the exit code. */
function complain(error: unknown, command: string | undefined): 1 | 2 {
  if (error instanceof WrongUse) {
    console.error(`tweeter: ${error.message}\nTry \`tweeter ${command ? `${command} ` : ''}--help\`.`)
    return 2
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  // These two are faults of ours, and whoever mends them needs to know where.
  console.error(['TypeError', 'ReferenceError'].includes(name) ? stack : `tweeter: ${message}`)
  return name === 'ConfigError' ? 2 : 1
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
