import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { checkArguments } from './check-arguments.ts'
import { addCompile, addDemo, addKeys, addProxy, addResolve, addSchema, addSign, addVerify } from './command-forms.ts'
import { EXIT_CODE_TABLE } from './exit-codes.ts'
import { toSafeText } from './output.ts'
import { plainMessage } from './plain-message.ts'
import { addRanges } from './ranges-forms.ts'
import { addWrangler } from './wrangler-form.ts'

const EXAMPLES = `\
Try these, one after another:
  ipseal keys new --kid 2026-11 > key.json
  ipseal keys jwks key.json > jwks.json
  ipseal sign --key key.json --iss https://edge.example.com --aud origin-prod --ip 203.0.113.7 | ipseal verify --jwks jwks.json --iss https://edge.example.com --aud origin-prod
`

/** Finds the command that `args` name, loads it and runs it. Its exit code is then that of the process. */
export async function runProgram(args: readonly string[]): Promise<void> {
  checkArguments(args)
  await buildProgram().parseAsync(args, { from: 'user' })
}

function buildProgram(): Command {
  const program = new Command('ipseal')
    .description('Resolves the client IP at the edge, seals it in a signed header, and verifies the seal.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(toSafeText(`ipseal: ${plainMessage(message)}`)) })
    .showHelpAfterError('See `ipseal --help`.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('afterAll', EXIT_CODE_TABLE)
  const edge = [addDemo, addResolve, addKeys, addSign, addVerify]
  const commands = [...edge, addRanges, addSchema, addCompile, addWrangler, addProxy]
  for (const add of commands) add(program)
  return program
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  // Sound: this is the package's own manifest, and npm installs none without a version.
  return (JSON.parse(manifest) as { readonly version: string }).version
}
