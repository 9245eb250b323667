import { describeFault, type Fault } from '../fault/fault.ts'

export type ConfigFault = Fault<ConfigFaultCode>

export type ConfigFaultCode =
  | 'UNREADABLE'
  | 'NOT_JSON'
  | 'WRONG_TYPE'
  | 'MISSING'
  | 'OUT_OF_RANGE'
  | 'UNKNOWN_KEY'
  | 'UNKNOWN_NAME'
  | 'BAD_NAME'
  | 'BAD_URL'
  | 'BAD_PREFIX'
  | 'PREFIX_TOO_WIDE'
  | 'PREFIX_OF_PROVIDER'
  | 'PREFIX_TWICE'
  | 'TENANT_UNPROVEN'
  | 'BAD_PROOF'
  | 'BAD_KEY'
  | 'BAD_CLIENTS'
  | 'GROUP_UNSERVED'
  | 'BAD_SPEAKER'
  | 'CLIENT_WRITABLE'
  | 'TWICE'
  | 'UNREACHABLE'
  | 'BAD_PATH'
  | 'CONTRADICTION'

/** A configuration that cannot be used, with every fault found in it, not only the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly ConfigFault[]

  constructor(faults: readonly ConfigFault[]) {
    super(faults.map(describeFault).join('\n'))
    this.faults = faults
  }
}
