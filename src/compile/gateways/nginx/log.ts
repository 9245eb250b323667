import { CLIENT } from './names.ts'

/** One JSON object a line; for `escape=json`. `claimed` is what realip made of headers, `peer` who connected. */
export const LOG_FORMAT = [
  '{"time":"$time_iso8601"',
  `"client":"${CLIENT}"`,
  '"claimed":"$remote_addr"',
  '"peer":"$realip_remote_addr"',
  '"method":"$request_method"',
  '"target":"$request_uri"',
  '"status":"$status"}',
].join(',')
