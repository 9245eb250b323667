import dns from 'node:dns'

// Names under localhost are this machine (RFC 6761 section 6.3), which not every resolver knows. The SDK makes such names
// out of an endpoint on this machine.
const { lookup } = dns
Object.assign(dns, {
  lookup: (name: string, ...rest: unknown[]) => {
    Reflect.apply(lookup, dns, [name.endsWith('.localhost') ? '127.0.0.1' : name, ...rest])
  },
})
