import { type Lines, remark } from './lines.ts'

/** For an http or server block. Both are nginx's defaults, written out because somebody may have changed them around it. */
export function headerNameLines(): Lines {
  return [
    ...remark(
      'X_Client_IP and X.Client.IP end here, which CGI, WSGI and PHP read as X-Client-IP (ngx_http_core_module).',
    ),
    'underscores_in_headers off;',
    'ignore_invalid_headers on;',
  ]
}
