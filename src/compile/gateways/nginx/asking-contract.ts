import { askingContract, byLine, type Contract, type Holding } from '../../contract.ts'

export const OUTPUTS_REMOVED: Holding = byLine('proxy_set_header X-Client-IP in every location that proxies')

export const NAMES_REMOVED: Holding = byLine('underscores_in_headers off and ignore_invalid_headers on')

/** Of every gateway here that asks the service by `auth_request`. */
export const ASKING_CONTRACT: Contract = askingContract({
  'missing-refused': byLine('auth_request, which refuses what the service does, and 500 while it is away'),
  'outputs-removed': OUTPUTS_REMOVED,
  'aliases-removed': NAMES_REMOVED,
})
