/**
 * A message of the argument parser without its own prefix, and with what it quotes cut: to 64 characters, and where a
 * key may begin. Somebody who gives a key where a word belongs must not find it in a log.
 */
export function plainMessage(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/( but got \d+): .*$/s, '$1.')
    .replace(/(?:\{|-----BEGIN).*$/s, '...')
    .replace(/'([^']{64})[^']+(?='|$)/g, "'$1...")
}
