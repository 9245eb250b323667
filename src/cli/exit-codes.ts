/** What a command's exit code says. */
export const EXIT = { yes: 0, no: 1, usage: 2, unusable: 3 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_CODE_TABLE = `
Exit codes:
  0  yes: done, and with --ndjson every line was answered
  1  the answer is no: refused, rejected, incomplete, out of step
  2  usage: an option or argument is wrong
  3  configuration or I/O: a file, standard input or a variable cannot be used`
