import pino from 'pino'
import type { Logger } from './app.ts'

interface Line {
  level: number
  time: number
  msg: string
  error?: { stack?: string; message?: string }
}

const words = new Map([
  [20, 'debug'],
  [30, ''],
  [40, 'warning: '],
  [50, 'error: '],
])

/** A line for people: the time, what happened, and the stack where there is one. */
function plain(text: string): string {
  const line = JSON.parse(text) as Line
  const time = new Date(line.time).toTimeString().slice(0, 8)
  const stack = line.level >= 50 && line.error?.stack ? `\n${line.error.stack}` : ''
  return `${time}  ${words.get(line.level) ?? ''}${line.msg}${stack}\n`
}

/** The log goes to standard output: plain lines, or JSON for a collector. */
export function openLog({ level, format }: { level: string; format: 'text' | 'json' }): Logger {
  const options = {
    level,
    base: null,
    serializers: { error: pino.stdSerializers.err },
    redact: ['*.password', '*.token', '*.authorization', '*.cookie'],
  }
  if (format === 'json') return pino(options)
  return pino(options, { write: (line: string) => void process.stdout.write(plain(line)) })
}
