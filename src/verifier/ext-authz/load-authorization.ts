import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ServiceDefinition } from '@grpc/grpc-js'
import type { PackageDefinition } from '@grpc/proto-loader'
import { ServiceError } from '../service-error.ts'

/** The protos as JSON, in what the build has made; not there outside of it. */
declare const IPSEAL_PROTOS: string | undefined

/** Envoy's published protos, as a package that is kept carries them with what they import. */
export const PROTO = 'envoy/service/auth/v3/external_auth.proto'
const SERVICE = 'envoy.service.auth.v3.Authorization'
const FOLDERS = ['envoy-api', 'xds', 'googleapis', 'protoc-gen-validate']

const OPTIONS = { keepCase: true, enums: String, longs: String }

/**
 * Loads gRPC and the description of Envoy's authorization service; both are optional to who serves nothing by gRPC.
 *
 * @throws ServiceError if a package is not installed.
 */
export async function loadAuthorization() {
  try {
    const [grpc, protos] = await Promise.all([import('@grpc/grpc-js'), loadProtos()])
    // Sound: the file describes this service, and a description of a service has no "format".
    return { grpc, authorization: protos[SERVICE] as ServiceDefinition }
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

async function loadProtos(): Promise<PackageDefinition> {
  const { fromJSON, load } = await import('@grpc/proto-loader')
  if (typeof IPSEAL_PROTOS !== 'undefined') return fromJSON(JSON.parse(IPSEAL_PROTOS), OPTIONS)
  return await load(PROTO, { ...OPTIONS, includeDirs: protoFolders() })
}

/** @throws where the package is not installed. */
export function protoFolders(): string[] {
  const root = dirname(createRequire(import.meta.url).resolve('@grpc/grpc-js-xds/package.json'))
  return FOLDERS.map((folder) => join(root, 'deps', folder))
}
