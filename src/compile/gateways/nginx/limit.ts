import { type Lines, remark } from './lines.ts'
import { CLIENT } from './names.ts'

/** For the http block; each client has its own measure. */
export function limitZone(): Lines {
  return [`limit_req_zone ${CLIENT} zone=ipseal_client:10m rate=100r/s;`, 'limit_req_status 429;']
}

/**
 * The location behind `try_files`, in which the verified address is known. limit_req works before auth_request does
 * (nginx's phases: preaccess, access), so in the first location its key would be empty, and nobody would be limited.
 */
export function limitedHead(): Lines {
  return [
    ...remark(
      'limit_req works before auth_request, when no client is known: so this location comes after the one that asks. What came here was asked about.',
    ),
    'auth_request off;',
    'limit_req zone=ipseal_client burst=200 nodelay;',
  ]
}
