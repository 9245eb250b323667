import { describe, expect, test } from 'vitest'
import { normaliseHost } from '../../src/assertion/index.ts'

const hosts = [
  { host: 'shop.example.com', want: 'shop.example.com' },
  { host: 'Shop.EXAMPLE.com', want: 'shop.example.com' },
  { host: 'shop.example.com.', want: 'shop.example.com' },
  { host: 'shop.example.com:443', want: 'shop.example.com' },
  { host: 'shop.example.com:80', want: 'shop.example.com' },
  { host: 'shop.example.com.:443', want: 'shop.example.com' },
  { host: 'shop.example.com:8443', want: 'shop.example.com:8443' },
  { host: 'a', want: 'a' },
  { host: 'my_service.internal', want: 'my_service.internal' },
  { host: '192.0.2.7:8080', want: '192.0.2.7:8080' },
  { host: '[2001:DB8::7]:443', want: '[2001:db8::7]' },
  { host: '[2001:db8::7]:8443', want: '[2001:db8::7]:8443' },
  { host: '', want: undefined },
  { host: '.', want: undefined },
  { host: 'shop.example.com..', want: undefined },
  { host: 'shop.example.com:', want: undefined },
  { host: 'shop.example.com:0443', want: undefined },
  { host: 'shop.example.com:443443', want: undefined },
  { host: 'shop.example.com@pay.example.com', want: undefined },
  { host: 'shop.example.com, pay.example.com', want: undefined },
  { host: 'shop.example.com/cart', want: undefined },
  { host: 'shop%2eexample.com', want: undefined },
  { host: ' shop.example.com', want: undefined },
  { host: 'shop.example.com\n', want: undefined },
  { host: '2001:db8::7', want: undefined },
  { host: 'straße.example.com', want: undefined },
  { host: '\u212a.example.com', want: undefined },
  { host: 'a'.repeat(261), want: undefined },
]

describe('the host of a binding', () => {
  test.each(hosts)('reads "$host" as $want', ({ host, want }) => {
    expect(normaliseHost(host)).toBe(want)
  })

  test.each(hosts.flatMap(({ want }) => want ?? []))('is "%s" again when it is read again', (host) => {
    expect(normaliseHost(host)).toBe(host)
  })
})
