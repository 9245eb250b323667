import { findHaproxy } from '../find-haproxy.ts'
import { startHaproxy } from '../start-haproxy.ts'
import { editFiles, fileNamed, filesByName } from './compile-plane.ts'
import type { DataPlane } from './data-plane.ts'
import { describeContract } from './describe-contract.ts'
import { describeMatrix } from './describe-matrix.ts'
import { behindProxy } from './topologies.ts'
import { everyWay } from './ways.ts'

const found = await findHaproxy(process.env.PATH)

const plane: DataPlane = {
  name: 'HAProxy, reference',
  target: 'haproxy',
  evidence: 'product',
  product: 'HAProxy',
  topology: behindProxy({ product: 'haproxy', verifies: 'native' }),
  start: async (compiled, places) => {
    if ('missing' in found) return found
    const { certificate } = places
    const edits = {
      'crt /etc/haproxy/tls/': 'crt tls.pem',
      'server app shop.default.svc.cluster.local:8080 resolvers cluster init-addr libc,none': `server app 127.0.0.1:${places.application}`,
      'bind :::8404 v4v6': 'bind unix@probes.sock',
      'gt 1000': 'gt 100000',
    }
    const edited = editFiles(compiled, edits)
    const write = ([port, tls]: readonly number[]): string =>
      fileNamed(edited, 'haproxy.cfg')
        .replace('bind :::8080 v4v6', `bind :::${port} v4v6`)
        .replace('bind :::8443 v4v6', `bind :::${tls} v4v6`)
    const files = { ...filesByName(edited), 'tls.pem': certificate.key + certificate.cert }
    const { ports, stop } = await startHaproxy(found, { ports: 2, write, files })
    const [port = 0, tls] = ports
    return { ports: everyWay(port, tls), stop, version: found.version }
  },
  unlike: {
    'takes claims that it does not know': { want: ['refused'], because: 'two members named ip stand in the text' },
    'shows no via that is no header name': { want: ['refused'], because: 'a backslash in the text is refused' },
  },
}

describeMatrix(plane)
describeContract(plane)
