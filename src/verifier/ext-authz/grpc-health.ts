import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js'

/** Of HealthCheckResponse.ServingStatus. */
const SERVING = 1
const NOT_SERVING = 2

/**
 * `grpc.health.v1.Health/Check` by hand: both of its messages have one field, and no package that is kept ships the
 * proto. The name in the request is not looked at, since there is one service.
 */
export const HEALTH: ServiceDefinition = {
  Check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    // Field 1, a varint.
    responseSerialize: (status: number) => Buffer.from([0x08, status]),
    responseDeserialize: (bytes: Buffer) => bytes[1] ?? 0,
  },
}

export function createHealthService(isReady: () => Promise<boolean>): UntypedServiceImplementation {
  return {
    Check: (_call: unknown, callback: (error: null, status: number) => void) => {
      void isReady().then((ready) => callback(null, ready ? SERVING : NOT_SERVING))
    },
  }
}
