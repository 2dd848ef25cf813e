/** What a command is, and what it gets. */

export interface Option {
  /** What stands for its value in the help; without it the option is a switch. */
  readonly value?: string
  readonly doc: string
}

export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string
  /** `NAME` must be there, `[NAME]` may, `[NAME…]` may be several. */
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  /** What the summary leaves open. */
  readonly more?: string
  readonly example: string
  /** Loads the code, so that help costs none of it. */
  readonly load: () => Promise<(call: Call) => Promise<void>>
}

/** What stands on the command line, checked against the command's own description. */
export class Call {
  readonly args: readonly string[]
  readonly #options: Readonly<Record<string, string | boolean | undefined>>

  constructor(args: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>) {
    this.args = args
    this.#options = options
  }

  has(name: string): boolean {
    return this.#options[name] === true
  }

  text(name: string): string | undefined {
    const value = this.#options[name]
    return typeof value === 'string' ? value : undefined
  }

  /** @throws WrongUse when it is not a whole number from `least` to `most`. */
  number(name: string, least: number, most: number): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < least || number > most) {
      throw new WrongUse(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`)
    }
    return number
  }

  /** @throws WrongUse when it is none of the choices. */
  oneOf<const T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const choice = choices.find((one) => one === text)
    if (choice === undefined) throw new WrongUse(`--${name} must be one of ${choices.join(', ')}, not "${text}".`)
    return choice
  }
}

/** The command line itself is wrong: exit code 2, with a pointer to the help. */
export class WrongUse extends Error {}
