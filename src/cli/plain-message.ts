/** A message of the argument parser without its own prefix, and with what it quotes cut to 64 characters. */
export function plainMessage(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/( but got \d+): .*[^\n]/s, '$1.')
    .replace(/'([^']{64})[^']+(?='|$)/g, "'$1...")
}
