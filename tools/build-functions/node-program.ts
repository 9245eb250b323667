import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { PROTO, protoFolders } from '../../src/verifier/ext-authz/load-authorization.ts'

/** What is used of `protobufjs`: the copy that @grpc/proto-loader reads protos with. */
type Protobuf = { readonly Root: new () => Root }
type Root = {
  resolvePath: (origin: string, target: string) => string
  readonly loadSync: (path: string, options: { readonly keepCase: boolean }) => Root
  readonly resolveAll: () => { readonly toJSON: () => unknown }
}

/** The libraries that are no modules call a `require` that modules do not have. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/**
 * Returns a program as one file that needs nothing but Node: libraries, provider lists and, for the verifier service,
 * Envoy's protos are in it.
 */
export async function bundleProgram(root: string, source: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    preserveSymlinks: true,
    banner: { js: BANNER },
    define: { IPSEAL_PROTOS: JSON.stringify(readProtos()) },
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}

/** Envoy's authorization service and what it imports, as a JSON text. */
function readProtos(): string {
  const require = createRequire(import.meta.url)
  // Loaded, it also adds the protos of Google's that the others import.
  require('@grpc/proto-loader')
  // Sound: it is what this package exports; the two members that are used have been there since version 6.
  const protobuf = createRequire(require.resolve('@grpc/proto-loader'))('protobufjs') as Protobuf
  const folders = protoFolders()
  const root = new protobuf.Root()
  root.resolvePath = (_, target) => folders.map((folder) => join(folder, target)).find(existsSync) ?? target
  return JSON.stringify(root.loadSync(PROTO, { keepCase: true }).resolveAll().toJSON())
}
