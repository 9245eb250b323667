import { CommanderError } from 'commander'
import { KeyError } from '../assertion/key-error.ts'
import { SealError } from '../assertion/seal-error.ts'
import { CompileError } from '../compile/compile-error.ts'
import { describeFault, type Fault } from '../fault/fault.ts'
import { ProxyHeaderError } from '../proxy-protocol/header-error.ts'
import { SettingsError } from '../settings/read-settings.ts'
import { InputError, UsageError } from './errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { codeOf, toSafeText, writeJson, writeTalk } from './output.ts'
import { plainMessage } from './plain-message.ts'

type Failure = {
  readonly exitCode: ExitCode
  readonly code: string
  readonly message: string
  readonly faults?: readonly Fault<string>[]
}

/** Tells why a command could not do its work: to people on stderr, to programs also as one object on stdout. */
export async function reportFailure(error: unknown, args: readonly string[]): Promise<ExitCode> {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.yes
  const { exitCode, code, message, faults = [] } = describeFailure(error)
  // Commander has told people itself by now.
  if (!(error instanceof CommanderError)) {
    writeTalk([`ipseal: ${message}`, ...faults.map((fault) => `  ${describeFault(fault)}`)].join('\n'))
  }
  const isForProgram = args.includes('--json') || args.includes('--ndjson')
  const shown = { code, message: toSafeText(message), ...(faults.length > 0 && { faults }) }
  if (isForProgram) await writeJson({ ok: false, error: shown })
  return exitCode
}

function describeFailure(error: unknown): Failure {
  if (error instanceof CommanderError) {
    return { exitCode: EXIT.usage, code: 'USAGE', message: plainMessage(error.message) }
  }
  if (error instanceof UsageError) return { exitCode: EXIT.usage, code: 'USAGE', message: error.message }
  // What is wrong with a key or a seal and has no file to its name was given as an argument.
  if (error instanceof KeyError || error instanceof SealError) {
    return { exitCode: EXIT.usage, code: error.code, message: error.message }
  }
  // A target that there is not is a wrong option; one that cannot be compiled is a path that wants to be changed.
  if (error instanceof CompileError && (error.code === 'UNKNOWN_TARGET' || error.code === 'NOT_ON_PATH')) {
    return { exitCode: EXIT.usage, code: error.code, message: error.message }
  }
  const exitCode = EXIT.unusable
  if (error instanceof InputError) return { exitCode, code: error.code, message: error.message, faults: error.faults }
  if (error instanceof SettingsError || error instanceof ProxyHeaderError) {
    return { exitCode, code: error.code, message: error.message }
  }
  const message = error instanceof Error ? error.message : 'something was thrown that is no error'
  return { exitCode, code: codeOf(error) ?? 'UNEXPECTED', message }
}
