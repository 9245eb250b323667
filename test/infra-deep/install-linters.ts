import { installLinters } from './find-linters.ts'

// They take minutes and no other test needs them, so they are fetched on command alone. Without one of them the command
// fails: all that is left would be skipped, and look as if it had passed.
for (const reason of await installLinters()) {
  console.error(reason)
  process.exitCode = 1
}
