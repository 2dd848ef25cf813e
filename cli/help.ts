import type { Command } from './command.ts'
import { commands } from './commands.ts'

/** The list of commands; of one noun's commands when `noun` is given. */
export function overview(noun?: string): string {
  const shown = Object.entries(commands).filter(([name]) => noun === undefined || name.split(' ')[0] === noun)
  const lines = columns(shown.map(([name, command]) => [[name, ...command.args].join(' '), command.summary]))
  return [
    `Usage: tweeter ${noun ?? ''}${noun ? ' ' : ''}COMMAND`,
    '',
    ...lines,
    '',
    '`tweeter COMMAND --help` says more about one, `tweeter --version` which Tweeter this is.',
    'Commands use the same settings as the server (TWEETER_DATA, DATABASE_URL) and may run beside it.',
  ].join('\n')
}

export function helpOf(name: string, command: Command): string {
  const options = Object.entries(command.options).map(([option, { value, doc }]) => [
    `--${option}${value ? ` ${value}` : ''}`,
    doc,
  ])
  return [
    `Usage: ${['tweeter', name, ...command.args].join(' ')}${options.length > 0 ? ' [OPTIONS]' : ''}`,
    '',
    `${command.summary}.`,
    ...(command.more ? [command.more] : []),
    ...(options.length > 0 ? ['', ...columns(options)] : []),
    '',
    `Example: ${command.example}`,
  ].join('\n')
}

/** Rows of text set in columns, two spaces apart. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  }
  return rows.map(
    (row) =>
      indent +
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
  )
}

/** The command whose name is nearest to what was typed, if any is near. */
export function nearest(typed: string): string | undefined {
  const near = Object.keys(commands)
    .map((name) => ({ name, distance: Math.min(...namesFor(name).map((part) => distance(typed, part))) }))
    .filter((one) => one.distance <= Math.max(1, Math.floor(typed.length / 3)))
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.name
}

/** `account create` is also meant by `create` and `create account`. */
function namesFor(name: string): string[] {
  const words = name.split(' ')
  return words.length === 1 ? [name] : [name, words[1]!, words.toReversed().join(' ')]
}

/** Levenshtein's: how many letters must be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
