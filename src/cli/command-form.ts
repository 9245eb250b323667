import type { Command } from 'commander'

const JSON_HELP = 'print one JSON object, on failure too'
export const NOW_HELP = 'Unix seconds to use instead of the clock'

/** A command that does something: each has `--json`. */
export function add(parent: Command, name: string, text: string): Command {
  return describe(parent.command(name), text).option('--json', JSON_HELP)
}

export function describe(command: Command, text: string): Command {
  const path = command.parent?.parent ? `${command.parent.name()} ${command.name()}` : command.name()
  return command.description(text).showHelpAfterError(`See \`ipseal ${path} --help\`.`)
}

/** Takes an option as often as it is given, in order. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}
