import { splitCidr } from '../gateways/envoy/cidr-range.ts'
import { because, compact } from '../yaml/because.ts'
import { writeYaml } from '../yaml/write-yaml.ts'
import type { ListTarget } from './list-target.ts'

const PAGE = 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/http/original_ip_detection/xff/v3/xff.proto'

/** The extension of the HTTP connection manager that walks X-Forwarded-For by ranges. */
export const ENVOY: ListTarget = {
  name: 'envoy',
  write: ({ prefixes }, head) => {
    const own = 'Beside it the connection manager has use_remote_address: false, which Envoy demands.'
    return writeYaml([
      { head: [...head, '', own].join('\n'), value: { original_ip_detection_extensions: [xff(prefixes)] } },
    ])
  },
}

function xff(prefixes: readonly string[]) {
  return {
    name: 'envoy.http.original_ip_detection.xff',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.http.original_ip_detection.xff.v3.XffConfig',
      xff_trusted_cidrs: because(`From the right, the first entry outside these is the client. ${PAGE}`, {
        cidrs: prefixes.map((prefix) => compact(splitCidr(prefix))),
      }),
      skip_xff_append: because('Unset is true: what is behind would not see who connected.', false),
    },
  }
}
