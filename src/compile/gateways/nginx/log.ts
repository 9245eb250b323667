/**
 * The format of the access log: one JSON object a line, for `escape=json`. `client` is the variable with the verified
 * address, `claimed` what realip made of headers, `peer` who connected.
 */
export function logFormat(client: string): string {
  return [
    '{"time":"$time_iso8601"',
    `"client":"${client}"`,
    '"claimed":"$remote_addr"',
    '"peer":"$realip_remote_addr"',
    '"method":"$request_method"',
    '"target":"$request_uri"',
    '"status":"$status"}',
  ].join(',')
}
