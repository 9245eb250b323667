import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ServiceDefinition } from '@grpc/grpc-js'
import { ServiceError } from '../service-error.ts'

/** Where the build has put the protos beside the bundle; not there outside of it. */
declare const IPSEAL_PROTO_FOLDER: string | undefined

const PROTO = 'envoy/service/auth/v3/external_auth.proto'
const SERVICE = 'envoy.service.auth.v3.Authorization'

/** Envoy's published protos, as a package that is kept carries them, and what they import. */
const PACKAGE = '@grpc/grpc-js-xds'
export const PROTO_FOLDERS = ['envoy-api', 'xds', 'googleapis', 'protoc-gen-validate'] as const

/**
 * Loads gRPC and the description of Envoy's authorization service; both are optional to who serves nothing by gRPC.
 *
 * @throws ServiceError if a package is not installed.
 */
export async function loadAuthorization() {
  try {
    const [grpc, { load }] = await Promise.all([import('@grpc/grpc-js'), import('@grpc/proto-loader')])
    const options = { keepCase: true, enums: String, longs: String, includeDirs: includeFolders() }
    const definition = (await load(PROTO, options))[SERVICE]
    // Sound: the file describes this service, and a description of a service has no "format".
    return { grpc, authorization: definition as ServiceDefinition }
  } catch (cause) {
    const fault = {
      code: 'PACKAGE_MISSING',
      path: 'listen.extAuthz',
      rule: 'needs @grpc/grpc-js, @grpc/proto-loader and the protos of @grpc/grpc-js-xds',
      nextStep: 'Install the three packages, or use what `npm run build` makes, which holds them',
    } as const
    throw new ServiceError(fault, cause)
  }
}

function includeFolders(): string[] {
  if (typeof IPSEAL_PROTO_FOLDER !== 'undefined') return [fileURLToPath(new URL(IPSEAL_PROTO_FOLDER, import.meta.url))]
  const root = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`))
  return PROTO_FOLDERS.map((folder) => join(root, 'deps', folder))
}
