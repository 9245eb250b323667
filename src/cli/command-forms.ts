import { Argument, type Command, Option } from 'commander'
import { DEFAULT_KEY_WAITS } from '../assertion/key-states.ts'
import { DEFAULT_PERIOD } from '../assertion/rotation-times.ts'
import { add, collect, describe, NOW_HELP } from './command-form.ts'
import type { CompileOptions } from './commands/compile.ts'
import type { KeysNewOptions } from './commands/keys.ts'
import type { KeysKvsOptions } from './commands/keys-kvs.ts'
import type { KeysPemOptions } from './commands/keys-pem.ts'
import type { KeysRotateOptions } from './commands/keys-rotate.ts'
import type { ProxyEncodeOptions } from './commands/proxy-encode.ts'
import type { ResolveOptions } from './commands/resolve.ts'
import type { DocumentName } from './commands/schema.ts'
import type { SignOptions } from './commands/sign.ts'
import type { VerifyOptions } from './commands/verify.ts'

const ISSUER_HELP = 'the issuer URL of the edge'
const AUDIENCE_HELP = 'the origin that the assertion is for'

export function addDemo(program: Command): void {
  add(program, 'demo', 'run the whole path on this machine, honest and forged requests, and show who won')
    .option('--serve', 'stay up and print requests to try')
    .action(async (options: { serve?: true; json?: true }) => {
      const { runDemo } = await import('./demo/demo.ts')
      process.exitCode = await runDemo({ serve: options.serve === true, json: options.json === true })
    })
}

export function addResolve(program: Command): void {
  add(program, 'resolve', 'name the client of a request and explain it hop by hop')
    .requiredOption('--config <file>', 'ipseal.config.json, or - for standard input')
    .option('--peer <address>', 'the address that opened the connection')
    .addOption(
      new Option('--platform <name>', 'the platform that vouches for the peer, as in a Worker').choices(['cloudflare']),
    )
    .option('--ranges <reference>', 'the store of lists, in place of IPSEAL_RANGES; without either the bundled ones')
    .option('--now <seconds>', NOW_HELP)
    .option('-H, --header <line>', "a header line, 'Name: value'; repeat it in the order received", collect, [])
    .option('--ndjson', 'answer a request per line of standard input: {"peer":"…","headers":[["Name","value"],…]}')
    .action(async (options: ResolveOptions) => {
      const { runResolve } = await import('./commands/resolve.ts')
      process.exitCode = await runResolve(options)
    })
}

export function addKeys(program: Command): void {
  const keys = describe(program.command('keys'), 'make keys, and key sets to publish')
  add(keys, 'new', 'print a new private key as a JWK')
    .requiredOption('--kid <name>', 'its name, such as the month it enters service')
    .addOption(new Option('--alg <name>', 'its algorithm').choices(['ES256', 'EdDSA', 'HS256']).default('ES256'))
    .action(async (options: KeysNewOptions) => {
      const { runKeysNew } = await import('./commands/keys.ts')
      process.exitCode = await runKeysNew(options)
    })
  add(keys, 'jwks', 'print the public key set of keys, private or public')
    .argument('<file...>', 'a JWK in each; - for standard input')
    .action(async (files: readonly string[]) => {
      const { runKeysJwks } = await import('./commands/keys.ts')
      process.exitCode = await runKeysJwks(files)
    })
  add(keys, 'pem', 'print the public half of one key as SPKI in PEM, for HAProxy, Kong and njs')
    .argument('<file>', 'a JWK or a key set; - for standard input')
    .option('--kid <name>', 'which key, of a set that has several')
    .action(async (file: string, options: KeysPemOptions) => {
      const { runKeysPem } = await import('./commands/keys-pem.ts')
      process.exitCode = await runKeysPem(file, options)
    })
  addKeysRotate(keys)
  addKeysKvs(keys)
}

function addKeysKvs(keys: Command): void {
  add(keys, 'kvs', 'write the secret that a CloudFront Function seals with to its KeyValueStore')
    .requiredOption('--store <arn>', 'the ARN of the KeyValueStore')
    .requiredOption('--key <file>', 'the secret as a JWK for HS256, or - for standard input')
    .requiredOption('--iss <url>', ISSUER_HELP)
    .requiredOption('--aud <name>', AUDIENCE_HELP)
    .option('--name <key>', 'the key in the store', 'ipseal')
    .option('--endpoint <url>', 'another service of the same API')
    .action(async (options: KeysKvsOptions) => {
      const { runKeysKvs } = await import('./commands/keys-kvs.ts')
      process.exitCode = await runKeysKvs(options)
    })
}

function addKeysRotate(keys: Command): void {
  add(keys, 'rotate', 'bring the keys of a store to where they should be now, and say what comes next')
    .requiredOption('--store <reference>', 'where the keys are: ssm:/ipseal/prod or file:directory')
    .option('--every <period>', 'how often there is a new key', DEFAULT_PERIOD)
    .option(
      '--verifier-cache <seconds>',
      'the longest that any verifier is behind the store',
      String(DEFAULT_KEY_WAITS.verifierCacheSeconds),
    )
    .option('--now-because <reason>', 'let the next key sign at once, though verifiers may not know it')
    .option('--revoke <kid>', 'drop a compromised key at once, and say who still holds it')
    .option('--dry-run', 'write nothing, and say what would be')
    .action(async (options: KeysRotateOptions) => {
      const { runKeysRotate } = await import('./commands/keys-rotate.ts')
      process.exitCode = await runKeysRotate(options)
    })
}

export function addSign(program: Command): void {
  add(program, 'sign', 'print one assertion')
    .requiredOption('--key <file>', 'the private JWK, or - for standard input')
    .requiredOption('--iss <url>', ISSUER_HELP)
    .requiredOption('--aud <name>', AUDIENCE_HELP)
    .requiredOption('--ip <address>', 'the client')
    .option('--ttl <seconds>', 'its lifetime, 15 to 300', '60')
    .option('--via <name>', 'the header that the address was learned from', 'peer')
    .option('--now <seconds>', NOW_HELP)
    .action(async (options: SignOptions) => {
      const { runSign } = await import('./commands/sign.ts')
      process.exitCode = await runSign(options)
    })
}

export function addVerify(program: Command): void {
  add(program, 'verify', 'check the assertion on standard input and print the client')
    .requiredOption('--jwks <file>', 'the public key set')
    .requiredOption('--iss <url>', ISSUER_HELP)
    .requiredOption('--aud <name>', AUDIENCE_HELP)
    .option('--now <seconds>', NOW_HELP)
    .action(async (options: VerifyOptions) => {
      const { runVerify } = await import('./commands/verify.ts')
      process.exitCode = await runVerify(options)
    })
}

export function addSchema(program: Command): void {
  add(program, 'schema', 'print the JSON Schema of a document')
    .addArgument(
      new Argument('[document]', 'which one').choices(['config', 'verifier', 'topology', 'wrangler']).default('config'),
    )
    .action(async (document: DocumentName) => {
      const { runSchema } = await import('./commands/schema.ts')
      process.exitCode = await runSchema(document)
    })
}

export function addCompile(program: Command): void {
  add(program, 'compile', 'check a document and print what it becomes')
    .option('--target <name>', 'settings or verifier with --config; with --topology a gateway or load balancer')
    .option('--list', 'list the targets; with --topology those that it can be compiled to')
    .option('--config <file>', 'ipseal.config.json, or ipseal.verifier.json; - for standard input')
    .option('--topology <file>', 'ipseal.topology.json; - for standard input')
    .option('--jwks <file>', 'the public key set, in place of the file that the topology names')
    .option('--out <folder>', 'write the files below a folder; - for standard output')
    .option('--overwrite', 'with --out: replace files that differ')
    .option('--diff', 'with --out: write nothing, and show what would change')
    .option('--explain', 'say who connects there, what is left to do, and how each rule of the contract holds')
    .action(async (options: CompileOptions) => {
      const { runCompile } = await import('./commands/compile.ts')
      process.exitCode = await runCompile(options)
    })
}

export function addProxy(program: Command): void {
  const proxy = describe(program.command('proxy'), 'read and write PROXY protocol headers')
  add(proxy, 'decode', 'print the header on standard input, hex or raw, as JSON')
    .option('--ndjson', 'answer a header in hex per line')
    .action(async (options: { ndjson?: true }) => {
      const { runProxyDecode } = await import('./commands/proxy-decode.ts')
      process.exitCode = await runProxyDecode(options)
    })
  add(proxy, 'encode', 'print the header that JSON on standard input describes, in hex')
    .option('--raw', 'print its bytes')
    .action(async (options: ProxyEncodeOptions) => {
      const { runProxyEncode } = await import('./commands/proxy-encode.ts')
      process.exitCode = await runProxyEncode(options)
    })
}
